using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.LocalServers;

/// <summary>
/// Where a folder lies instead if an <see cref="UnprivilegedUser"/> cannot reach its proper place, as below a home of mode 0700.
/// </summary>
internal static class FallbackFolder
{
    public const string Root = "/var/lib/secureauth-local";

    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The same path for the same key, whichever process asks. The folder itself may not exist yet.</summary>
    public static string PathFor(string key)
    {
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Root);
            File.SetUnixFileMode(Root, ReadableByAll);
        }

        return Path.Combine(Root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12]);
    }
}
