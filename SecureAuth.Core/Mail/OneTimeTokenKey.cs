using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>
/// Derives the tokens. A copy of the database is not enough to compute one, even if its mail has not been sent yet, because the
/// key is encrypted there.
/// </summary>
public sealed class OneTimeTokenKey
{
    public const string Prefix = "saot_";

    /// <summary>The number of different codes, which have eight digits.</summary>
    private const ulong Codes = 100_000_000;

    private readonly byte[] _key;

    /// <param name="serverKey">The server's secret for one-time tokens, 32 bytes.</param>
    internal OneTimeTokenKey(byte[] serverKey) => _key = serverKey;

    /// <summary>The token as its recipient gets it. Never write it to a log, a trace or a table.</summary>
    public string Derive(TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);

        return Prefix + Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(TextOf(subject))));
    }

    /// <summary>
    /// The eight digits of a code. Nothing that is stored is computed from them: a hash of so few digits would reveal them.
    /// </summary>
    public string DeriveCode(TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);

        // A token's text begins with a digit, so no token has the same bytes.
        var text = string.Create(CultureInfo.InvariantCulture, $"code\n{subject.CodeId:N}\n{TextOf(subject)}");
        var bytes = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));

        // Of 2^64 values, each code has the same number, but for one part in a hundred billion.
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes) % Codes).ToString("D8", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The hash that is stored. A fast hash is sufficient, because the token has 256 bits that nobody can guess.
    /// </summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>No field can contain a line break, so different fields never form the same text.</summary>
    private static string TextOf(TokenSubject subject)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)subject.Purpose}\n{subject.Id:N}\n{subject.UserId:N}\n{subject.NormalizedEmail}\n{subject.SecurityStamp}");
        return subject.Email is { } email ? text + "\n" + email : text;
    }
}

/// <summary>Everything that a token is bound to, and the request for a code if the mail carries that instead.</summary>
public sealed record TokenSubject(
    Guid Id,
    OneTimeTokenPurpose Purpose,
    Guid UserId,
    string NormalizedEmail,
    string SecurityStamp,
    string? Email = null,
    Guid? CodeId = null) : Confidential;
