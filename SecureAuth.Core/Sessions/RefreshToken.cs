using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// A refresh token. It consists of <c>sart_</c> and the base64url encoding of the session id, the generation, 32 secret bytes and
/// a MAC.
/// </summary>
/// <remarks>
/// The MAC proves that this server issued the token, regardless of its age. Without it, anyone who knows a session id could forge
/// an "old" token, and the server would end the session as if a token had been stolen.
/// </remarks>
public sealed class RefreshToken
{
    public const string Prefix = "sart_";

    /// <summary>The length of every token, in characters.</summary>
    public static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(Size);

    internal const int SecretSize = 32;

    private const int SessionSize = 16;
    private const int GenerationSize = 4;
    private const int MacSize = 16;
    private const int MacInputSize = SessionSize + GenerationSize + SecretSize;
    private const int Size = MacInputSize + MacSize;

    private readonly byte[] _bytes;

    private RefreshToken(byte[] bytes) => _bytes = bytes;

    public Guid SessionId => new(_bytes.AsSpan(0, SessionSize), bigEndian: true);

    public int Generation => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(SessionSize, GenerationSize));

    internal ReadOnlySpan<byte> Secret => _bytes.AsSpan(SessionSize + GenerationSize, SecretSize);

    /// <summary>The bytes that the MAC covers.</summary>
    internal ReadOnlySpan<byte> MacInput => _bytes.AsSpan(0, MacInputSize);

    internal ReadOnlySpan<byte> Mac => _bytes.AsSpan(MacInputSize, MacSize);

    /// <summary>The hash that is stored. A fast hash is sufficient, because the token has 256 random bits.</summary>
    public byte[] Hash() => SHA256.HashData(_bytes);

    /// <summary>The token as the client gets it. Never write it to a log, a trace or a URL.</summary>
    public string Encode() => Prefix + Base64Url.EncodeToString(_bytes);

    /// <summary>
    /// Parses a token without verifying it. <see cref="RefreshTokenKeys.Verify"/> checks whether this server issued it.
    /// </summary>
    public static RefreshToken? Parse(string? text)
    {
        if (text is null || text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[Size];
        var status = Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length), bytes, out _, out var written);
        return status == System.Buffers.OperationStatus.Done && written == Size ? new RefreshToken(bytes) : null;
    }

    internal static RefreshToken Create(Guid sessionId, int generation, ReadOnlySpan<byte> secret, Func<byte[], byte[]> mac)
    {
        var bytes = new byte[Size];
        sessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SessionSize), generation);
        secret.CopyTo(bytes.AsSpan(SessionSize + GenerationSize));
        mac(bytes[..MacInputSize]).AsSpan(0, MacSize).CopyTo(bytes.AsSpan(MacInputSize));
        return new RefreshToken(bytes);
    }

    public override string ToString() => $"refresh token of session {SessionId}";
}
