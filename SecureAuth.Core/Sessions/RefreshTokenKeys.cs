using System.Security.Cryptography;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Makes refresh tokens out of the server's key. A successor is derived from its predecessor and nothing else, so that a
/// client that never saw the answer gets the same one again, although no store holds it.
/// </summary>
public sealed class RefreshTokenKeys
{
    private readonly byte[] _successors;
    private readonly byte[] _seals;

    /// <param name="serverKey">The server's secret for refresh tokens, 32 bytes.</param>
    public RefreshTokenKeys(byte[] serverKey)
    {
        _successors = HKDF.Expand(HashAlgorithmName.SHA256, serverKey, 32, "secureauth refresh successor"u8.ToArray());
        _seals = HKDF.Expand(HashAlgorithmName.SHA256, serverKey, 32, "secureauth refresh seal"u8.ToArray());
    }

    /// <summary>The first token of a session.</summary>
    public RefreshToken First(Guid sessionId) =>
        RefreshToken.Make(sessionId, 0, RandomNumberGenerator.GetBytes(RefreshToken.SecretSize), Seal);

    /// <summary>The one token that may follow this one.</summary>
    public RefreshToken Successor(RefreshToken token)
    {
        // The seal's bytes hold session, generation and secret: the derivation is bound to all three.
        var secret = HMACSHA256.HashData(_successors, token.Sealed);
        return RefreshToken.Make(token.SessionId, token.Generation + 1, secret, Seal);
    }

    /// <summary>Whether this server made the token, at whatever time.</summary>
    public bool IsGenuine(RefreshToken token)
    {
        var expected = Seal(token.Sealed.ToArray()).AsSpan(0, token.Seal.Length);
        return CryptographicOperations.FixedTimeEquals(expected, token.Seal);
    }

    private byte[] Seal(byte[] content) => HMACSHA256.HashData(_seals, content);
}
