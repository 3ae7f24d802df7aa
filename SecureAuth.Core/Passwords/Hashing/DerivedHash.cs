using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// A parsed hash of a <see cref="KeyDerivation"/>: Argon2id, scrypt and PBKDF2 as PHC strings, which passlib writes in its own
/// form too, scrypt as crypt(3) writes it, and the two formats of ASP.NET Core Identity. Only Argon2id can have a pepper of ours.
/// </summary>
internal sealed partial record DerivedHash(KeyDerivation Derivation, byte[] Key, string? PepperFingerprint)
{
    /// <summary>A shorter key would match a wrong password by chance.</summary>
    private const int MinimumKeyLength = 16;

    /// <summary>Identity 2 has no parameters: PBKDF2 with HMAC-SHA-1, 1,000 iterations, 16 bytes of salt and 32 of key.</summary>
    private const int Version2Iterations = 1000;
    private const int Version2Length = 1 + Version2SaltLength + 32;
    private const int Version2SaltLength = 16;

    /// <summary>The version, the hash function, the iterations and the length of the salt.</summary>
    private const int Version3HeaderLength = 13;

    /// <summary>Returns null if the text has none of the formats. The cost may be above the limits.</summary>
    public static DerivedHash? Parse(string? stored) => stored switch
    {
        null => null,
        _ when stored.StartsWith("$argon2id$", StringComparison.Ordinal) => ParseArgon2id(stored),
        _ when stored.StartsWith("$scrypt$", StringComparison.Ordinal) => ParseScrypt(stored),
        _ when stored.StartsWith("$7$", StringComparison.Ordinal) => ParseCryptScrypt(stored),
        _ when stored.StartsWith("$pbkdf2", StringComparison.Ordinal) => ParsePbkdf2(stored),
        _ => ParseIdentity(stored),
    };

    /// <summary>Formats a hash with Argon2id.</summary>
    public static string Format(Argon2id argon2, byte[] key, string? pepperFingerprint) => string.Create(
        CultureInfo.InvariantCulture,
        $"$argon2id$v=19$m={argon2.MemoryKiB},t={argon2.Iterations},p={argon2.Parallelism}${Base64(argon2.Salt)}${Base64(key)}"
            + $"{(pepperFingerprint is null ? "" : "$p=" + pepperFingerprint)}");

    private static DerivedHash? ParseArgon2id(string stored)
    {
        var match = Argon2idFormat().Match(stored);
        if (!match.Success)
        {
            return null;
        }

        var parallelism = Number(match, "p");
        var memory = Number(match, "m");
        return memory < 8 * parallelism
            ? null
            : Create(match, salt => new Argon2id(memory, Number(match, "t"), parallelism, salt));
    }

    private static DerivedHash? ParseScrypt(string stored)
    {
        var match = ScryptFormat().Match(stored);
        return match.Success
            ? Create(match, salt => new Scrypt(Number(match, "ln"), Number(match, "r"), Number(match, "p"), salt))
            : null;
    }

    /// <summary>Passlib writes the iterations without their name, and a full stop for the plus of base64.</summary>
    private static DerivedHash? ParsePbkdf2(string stored)
    {
        var match = Pbkdf2Format().Match(stored.Replace('.', '+'));
        var hash = match.Groups["hash"].Value switch
        {
            "-sha256" => HashAlgorithmName.SHA256,
            "-sha512" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA1,
        };
        if (!match.Success || Decode(match.Groups["key"].Value) is not { } key)
        {
            return null;
        }

        return match.Groups["length"].Success && Number(match, "length") != key.Length
            ? null
            : Create(match, salt => new Pbkdf2(hash, Number(match, "i"), salt, key.Length));
    }

    /// <summary>Unlike in other formats, the characters of the salt are the salt, not what they could be decoded to.</summary>
    private static DerivedHash? ParseCryptScrypt(string stored)
    {
        var match = CryptScryptFormat().Match(stored);
        if (!match.Success || Crypt64.Bytes(match.Groups["key"].ValueSpan) is not { } key)
        {
            return null;
        }

        var scrypt = new Scrypt(
            Crypt64.Number(match.Groups["ln"].ValueSpan),
            Crypt64.Number(match.Groups["r"].ValueSpan),
            Crypt64.Number(match.Groups["p"].ValueSpan),
            Encoding.ASCII.GetBytes(match.Groups["salt"].Value));
        return scrypt is { CostLog: > 0, BlockSize: > 0, Parallelism: > 0 }
            ? new DerivedHash(scrypt, key, PepperFingerprint: null)
            : null;
    }

    private static DerivedHash? ParseIdentity(string stored)
    {
        if (!IdentityFormat().IsMatch(stored) || Decode(stored) is not { Length: > Version3HeaderLength } bytes)
        {
            return null;
        }

        return bytes[0] switch
        {
            0 when bytes.Length == Version2Length => new DerivedHash(
                new Pbkdf2(
                    HashAlgorithmName.SHA1, Version2Iterations, bytes[1..(1 + Version2SaltLength)],
                    bytes.Length - 1 - Version2SaltLength),
                bytes[(1 + Version2SaltLength)..],
                PepperFingerprint: null),
            1 => ParseVersion3(bytes),
            _ => null,
        };
    }

    private static DerivedHash? ParseVersion3(byte[] bytes)
    {
        HashAlgorithmName? hash = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) switch
        {
            0 => HashAlgorithmName.SHA1,
            1 => HashAlgorithmName.SHA256,
            2 => HashAlgorithmName.SHA512,
            _ => null,
        };
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        var saltLength = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        if (hash is null
            || iterations == 0
            || saltLength is < 8 or > 512
            || Version3HeaderLength + saltLength + MinimumKeyLength > bytes.Length)
        {
            return null;
        }

        var keyStart = Version3HeaderLength + (int)saltLength;
        return new DerivedHash(
            new Pbkdf2(hash.Value, iterations, bytes[Version3HeaderLength..keyStart], bytes.Length - keyStart),
            bytes[keyStart..],
            PepperFingerprint: null);
    }

    private static DerivedHash? Create(Match match, Func<byte[], KeyDerivation> derivation)
    {
        var salt = Decode(match.Groups["salt"].Value);
        var key = Decode(match.Groups["key"].Value);
        var fingerprint = match.Groups["pepper"];
        return salt is null || key is null
            ? null
            : new DerivedHash(derivation(salt), key, fingerprint.Success ? fingerprint.Value : null);
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Decodes base64 with or without its padding.</summary>
    private static byte[]? Decode(string text)
    {
        text = text.TrimEnd('=');
        var bytes = new byte[text.Length * 3 / 4];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out _) ? bytes : null;
    }

    // Salts have 8 to 64 bytes, and keys 16 to 128.
    [GeneratedRegex(
        @"\A\$argon2id\$v=19\$m=(?<m>[1-9][0-9]{0,8}),t=(?<t>[1-9][0-9]{0,8}),p=(?<p>[1-9][0-9]{0,6})"
            + @"\$(?<salt>[+/A-Za-z0-9]{11,86})\$(?<key>[+/A-Za-z0-9]{22,171})(?:\$p=(?<pepper>[0-9a-f]{12}))?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Argon2idFormat();

    [GeneratedRegex(
        @"\A\$scrypt\$ln=(?<ln>[1-9][0-9]?),r=(?<r>[1-9][0-9]{0,6}),p=(?<p>[1-9][0-9]{0,6})"
            + @"\$(?<salt>[+/A-Za-z0-9]{0,86})\$(?<key>[+/A-Za-z0-9]{22,171})\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex ScryptFormat();

    [GeneratedRegex(
        @"\A\$7\$(?<ln>[./A-Za-z0-9])(?<r>[./A-Za-z0-9]{5})(?<p>[./A-Za-z0-9]{5})(?<salt>[./A-Za-z0-9]{0,86})"
            + @"\$(?<key>[./A-Za-z0-9]{43})\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex CryptScryptFormat();

    [GeneratedRegex(
        @"\A\$pbkdf2(?<hash>-sha256|-sha512)?\$(?:i=)?(?<i>[1-9][0-9]{0,8})(?:,l=(?<length>[1-9][0-9]{0,2}))?"
            + @"\$(?<salt>[+/A-Za-z0-9]{11,86})\$(?<key>[+/A-Za-z0-9]{22,171})\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Pbkdf2Format();

    [GeneratedRegex(@"\A[+/A-Za-z0-9]{48,512}={0,2}\z", RegexOptions.NonBacktracking)]
    private static partial Regex IdentityFormat();
}
