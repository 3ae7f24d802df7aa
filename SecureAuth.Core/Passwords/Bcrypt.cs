using System.Globalization;
using System.Security.Cryptography;

namespace SecureAuth.Core.Passwords;

/// <summary>bcrypt itself (version 2b), with the salt and the digest as text in its own base64.</summary>
internal static class Bcrypt
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int SaltLength = 22;
    private const int DigestLength = 31;

    /// <summary>128 random bits: 21 digits of six bits and one of two, whose other four bits are zero.</summary>
    public static string NewSalt() => RandomNumberGenerator.GetString(Alphabet, SaltLength - 1) + RandomNumberGenerator.GetString(".Oeu", 1);

    /// <summary>A digest of no password, for a hash that nothing is meant to match.</summary>
    public static string NewDigest() => RandomNumberGenerator.GetString(Alphabet, DigestLength);

    /// <summary>The 31 characters of the digest. Only the first 72 bytes of the password count.</summary>
    public static string Digest(string password, string salt, int workFactor)
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"$2b${workFactor:00}${salt}");
        return BCrypt.Net.BCrypt.HashPassword(password, setting)[setting.Length..];
    }
}
