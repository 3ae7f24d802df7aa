using System.Runtime.InteropServices;
using System.Text;

namespace SecureAuth.Hashing.Tests;

/// <summary>crypt(3) of the system, which on Debian is libxcrypt with crypt_blowfish in it.</summary>
internal static class Crypt3
{
    /// <summary>struct crypt_data of libxcrypt is 32 KiB.</summary>
    private const int DataSize = 64 * 1024;

    public static bool IsAvailable { get; } = NativeLibrary.TryLoad("libcrypt.so.1", out _);

    /// <param name="password">Without a zero, which would end it.</param>
    /// <param name="setting">The prefix, the work factor and the salt.</param>
    public static string Hash(ReadOnlySpan<byte> password, string setting)
    {
        var data = Marshal.AllocHGlobal(DataSize);
        try
        {
            Marshal.Copy(new byte[DataSize], 0, data, DataSize);
            var result = CryptR([.. password, 0], Encoding.ASCII.GetBytes(setting + '\0'), data);
            return Marshal.PtrToStringAnsi(result) ?? throw new InvalidOperationException("crypt(3) gave nothing.");
        }
        finally
        {
            Marshal.FreeHGlobal(data);
        }
    }

    [DllImport("libcrypt.so.1", EntryPoint = "crypt_r", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr CryptR(byte[] password, byte[] setting, IntPtr data);
}
