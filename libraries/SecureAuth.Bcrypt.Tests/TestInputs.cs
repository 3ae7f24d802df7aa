using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Hashing.Tests;

internal static class TestInputs
{
    /// <summary>In UTF-8 they have one to three bytes each.</summary>
    private const string Characters = "aZ09 ~\u0001\u00a3\u00ff\u0411\u20ac";

    public static BcryptInput Random(int workFactor, int least = 0) => new(
        Encoding.UTF8.GetBytes(RandomNumberGenerator.GetHexString(RandomNumberGenerator.GetInt32(0, 81))),
        BcryptBase64.NewSalt(), workFactor, least);

    /// <summary>Text of 0 to 80 characters, without a zero.</summary>
    public static BcryptInput RandomText() => new(
        Encoding.UTF8.GetBytes(RandomNumberGenerator.GetString(Characters, RandomNumberGenerator.GetInt32(0, 81))),
        BcryptBase64.NewSalt(), 4);

    /// <summary>The digest that BCrypt.Net-Next computes for this input.</summary>
    public static string ReferenceDigest(BcryptInput input)
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"$2b${input.WorkFactor:00}${input.Salt}");
        return BCrypt.Net.BCrypt.HashPassword(Encoding.UTF8.GetString(input.Password), setting)[29..];
    }
}
