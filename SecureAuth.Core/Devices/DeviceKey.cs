using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecureAuth.Core.Devices;

/// <summary>
/// Derives device tokens, which consist of <c>sadt_</c> and the base64url encoding of the device's id and a MAC. The MAC covers
/// the identifier of the account too, so a forged token or one of another account is refused before any store is asked.
/// </summary>
public sealed class DeviceKey
{
    public const string Prefix = "sadt_";

    private const int IdSize = 16;
    private const int MacSize = 32;
    private const int Size = IdSize + MacSize;

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(Size);

    private readonly byte[] _tokenKey;
    private readonly byte[] _guessKey;

    /// <param name="serverKey">The server's secret for device tokens, 32 bytes.</param>
    public DeviceKey(byte[] serverKey)
    {
        // The labels are part of every issued token and of every stored counter, so they cannot be renamed.
        _tokenKey = HKDF.Expand(HashAlgorithmName.SHA256, serverKey, MacSize, "secureauth device token"u8.ToArray());
        _guessKey = HKDF.Expand(HashAlgorithmName.SHA256, serverKey, MacSize, "secureauth device guesses"u8.ToArray());
    }

    /// <summary>The token as the client gets it. Never write it to a log, a trace or a URL.</summary>
    /// <param name="identifierHash">The keyed hash of the account's e-mail.</param>
    public string Derive(Guid deviceId, byte[] identifierHash)
    {
        var bytes = new byte[Size];
        deviceId.TryWriteBytes(bytes, bigEndian: true, out _);
        Mac(_tokenKey, deviceId, identifierHash).CopyTo(bytes, IdSize);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whether this server issued a token for the account. The device may have been forgotten since then.</summary>
    /// <returns>The device, or null if the token is malformed, forged or of another account.</returns>
    public Guid? Verify(string? token, byte[] identifierHash)
    {
        if (token is null || token.Length != Length || !token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bytes = new byte[Size];
        var status = Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length), bytes, out _, out var written);
        if (status != System.Buffers.OperationStatus.Done || written != Size)
        {
            return null;
        }

        var deviceId = new Guid(bytes.AsSpan(0, IdSize), bigEndian: true);
        var mac = Mac(_tokenKey, deviceId, identifierHash);
        return CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(IdSize)) ? deviceId : null;
    }

    /// <summary>
    /// The keyed hash under which the guesses of a device at an account are counted. It has the form of an identifier, so that
    /// the same statements serve both.
    /// </summary>
    public byte[] GuessesOf(Guid deviceId, byte[] identifierHash) => Mac(_guessKey, deviceId, identifierHash);

    private static byte[] Mac(byte[] key, Guid deviceId, byte[] identifierHash)
    {
        byte[] content = [.. deviceId.ToByteArray(bigEndian: true), .. identifierHash];
        return HMACSHA256.HashData(key, content);
    }
}
