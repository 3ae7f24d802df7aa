using System.Security.Cryptography;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Creates refresh tokens from the server's key. A successor is derived from its predecessor, so that a client that did not
/// receive the response gets the same successor again, although no store contains it.
/// </summary>
public sealed class RefreshTokenKeys
{
    private readonly byte[] _successorKey;
    private readonly byte[] _macKey;

    /// <param name="serverKey">The server's secret for refresh tokens, 32 bytes.</param>
    public RefreshTokenKeys(byte[] serverKey)
    {
        _successorKey = HKDF.Expand(HashAlgorithmName.SHA256, serverKey, 32, "secureauth refresh successor"u8.ToArray());

        // The label is part of every issued token, so it cannot be renamed.
        _macKey = HKDF.Expand(HashAlgorithmName.SHA256, serverKey, 32, "secureauth refresh seal"u8.ToArray());
    }

    /// <summary>The first token of a session.</summary>
    public RefreshToken First(Guid sessionId) =>
        RefreshToken.Create(sessionId, 0, RandomNumberGenerator.GetBytes(RefreshToken.SecretSize), Mac);

    /// <summary>The only possible successor of a token.</summary>
    public RefreshToken Successor(RefreshToken token)
    {
        // The input of the MAC contains session, generation and secret, so the successor depends on all three.
        var secret = HMACSHA256.HashData(_successorKey, token.MacInput);
        return RefreshToken.Create(token.SessionId, token.Generation + 1, secret, Mac);
    }

    /// <summary>Whether this server issued the token, regardless of when.</summary>
    public bool Verify(RefreshToken token)
    {
        var expected = Mac(token.MacInput.ToArray()).AsSpan(0, token.Mac.Length);
        return CryptographicOperations.FixedTimeEquals(expected, token.Mac);
    }

    private byte[] Mac(byte[] content) => HMACSHA256.HashData(_macKey, content);
}
