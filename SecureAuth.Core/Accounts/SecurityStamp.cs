using System.Security.Cryptography;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// The version of an account's credentials. A sign-in reads it before it checks the password; if it changes meanwhile, the
/// sign-in does not start a session. A new stamp also invalidates the second-factor challenges.
/// </summary>
internal static class SecurityStamp
{
    private const int Size = 16;

    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Size));
}
