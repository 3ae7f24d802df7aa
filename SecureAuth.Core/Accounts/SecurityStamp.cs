using System.Security.Cryptography;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// What a sign-in remembers of the account while it is under way: a new one lets none of them end in a session, and ends
/// the second-factor challenges.
/// </summary>
internal static class SecurityStamp
{
    private const int Size = 16;

    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Size));
}
