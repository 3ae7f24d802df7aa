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

    private readonly byte[] _key;

    /// <param name="serverKey">The server's secret for one-time tokens, 32 bytes.</param>
    internal OneTimeTokenKey(byte[] serverKey) => _key = serverKey;

    /// <summary>The token as its recipient gets it. Never write it to a log, a trace or a table.</summary>
    public string Derive(TokenSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);

        // No field can contain a line break, so different fields never form the same text.
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)subject.Purpose}\n{subject.Id:N}\n{subject.UserId:N}\n{subject.NormalizedEmail}\n{subject.SecurityStamp}");
        if (subject.Email is { } email)
        {
            text += "\n" + email;
        }

        return Prefix + Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// The hash that is stored. A fast hash is sufficient, because the token has 256 bits that nobody can guess.
    /// </summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Everything that a token is bound to.</summary>
public sealed record TokenSubject(
    Guid Id, OneTimeTokenPurpose Purpose, Guid UserId, string NormalizedEmail, string SecurityStamp, string? Email = null)
    : Confidential;
