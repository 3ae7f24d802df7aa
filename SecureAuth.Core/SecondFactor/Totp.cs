using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Time-based codes (RFC 6238) with the parameters that every authenticator app supports: HMAC-SHA-1, six digits and 30 seconds.
/// </summary>
public static class Totp
{
    public const int Digits = 6;

    /// <summary>160 bits, as RFC 4226, section 4 recommends.</summary>
    public const int SecretSize = 20;

    private const int StepSeconds = 30;

    /// <summary>Finds the time step of a code: the current one or, if it is accepted, the previous one.</summary>
    /// <returns>Null if the code belongs to neither step.</returns>
    public static long? MatchStep(byte[] secret, string code, DateTimeOffset now, bool acceptPrevious = true)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        var generator = new OtpNet.Totp(secret, StepSeconds, OtpHashMode.Sha1, Digits);

        // Both codes are always computed and compared in constant time, so that the timing does not reveal which digit is wrong.
        var isCurrent = Equal(generator.ComputeTotp(At(current)), code);
        var isPrevious = Equal(generator.ComputeTotp(At(current - 1)), code) && acceptPrevious;
        return isCurrent ? current : isPrevious ? current - 1 : null;
    }

    /// <summary>The URI that authenticator apps read from a QR code (Key URI Format).</summary>
    public static string KeyUri(byte[] secret, string issuer, string account) =>
        $"otpauth://totp/{Escape(issuer)}:{Escape(account)}?secret={Base32Encoding.ToString(secret)}"
        + $"&issuer={Escape(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";

    /// <summary>The secret in the form that a user can type.</summary>
    public static string Text(byte[] secret) => Base32Encoding.ToString(secret);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static DateTime At(long step) => DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime;

    private static bool Equal(string expected, string code) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(code));
}
