using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Client.AspNetCore;

/// <summary>The SHA-256 of a token: the cache holds no token that a memory dump could reveal.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    public static TokenHash Of(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return new TokenHash(
            BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
