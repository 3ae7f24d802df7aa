using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Time-based codes (RFC 6238) as every authenticator app makes them: SHA-1 inside the HMAC, six digits, 30 seconds.
/// </summary>
public static class Totp
{
    public const int Digits = 6;

    /// <summary>RFC 4226, section 4: 160 bits.</summary>
    public const int SecretSize = 20;

    private const int StepSeconds = 30;

    /// <summary>
    /// The time step that a code belongs to: the current one, or the one before it for whoever types slowly. Nothing from
    /// the future and nothing older is accepted (RFC 6238, section 5.2).
    /// </summary>
    /// <returns>Null if the code is of neither.</returns>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        var generator = new OtpNet.Totp(secret, StepSeconds, OtpHashMode.Sha1, Digits);

        // Both are always computed and compared whole, so that the time says nothing about which digit was wrong.
        var isCurrent = Equal(generator.ComputeTotp(At(current)), code);
        var isPrevious = Equal(generator.ComputeTotp(At(current - 1)), code);
        return isCurrent ? current : isPrevious ? current - 1 : null;
    }

    /// <summary>The form that authenticator apps read out of a QR code (Key URI Format).</summary>
    public static string KeyUri(byte[] secret, string issuer, string account) =>
        $"otpauth://totp/{Escape(issuer)}:{Escape(account)}?secret={Base32Encoding.ToString(secret)}"
        + $"&issuer={Escape(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";

    /// <summary>The secret as a person can type it.</summary>
    public static string Text(byte[] secret) => Base32Encoding.ToString(secret);

    private static string Escape(string text) => System.Uri.EscapeDataString(text);

    private static DateTime At(long step) => DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime;

    private static bool Equal(string expected, string code) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(code));
}
