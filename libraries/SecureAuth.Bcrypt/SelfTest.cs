namespace SecureAuth.Hashing;

/// <summary>
/// A known-answer test, once per process: passwords with published hashes go through the loop of one and, one in each lane,
/// through the loop of four. A defect of the tables, the compiler or the processor would otherwise go unnoticed until the
/// hashes are needed elsewhere.
/// </summary>
internal static class SelfTest
{
    /// <summary>Test vectors of crypt_blowfish. Every initial word of Blowfish changes at least one of these hashes.</summary>
    private static readonly (byte[] Password, string Hash)[] Vectors =
    [
        ([.. "U*U*"u8], "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
        ([.. "U*U*U"u8], "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
        (
            [.. "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored"u8],
            "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"),
        ([0xFF, 0xFF, 0xA3], "$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e"),
    ];

    /// <summary>The runtime initializes a static field once: the first thread computes, and any others wait for it.</summary>
    private static readonly string? Failure = Run(BlowfishTables.Initial);

    public static void ThrowIfFailed()
    {
        if (Failure is not null)
        {
            throw new BcryptSelfTestException(Failure);
        }
    }

    /// <summary>What is wrong with bcrypt, or null.</summary>
    public static string? Run(ReadOnlyMemory<uint> tables)
    {
        var engine = new BcryptLanes(tables);
        return Run(engine, Vectors[..1]) ?? Run(engine, Vectors);
    }

    private static string? Run(BcryptLanes engine, (byte[] Password, string Hash)[] vectors)
    {
        var hashes = Array.ConvertAll(vectors, vector => BcryptHash.Parse(vector.Hash));
        var inputs = vectors
            .Zip(hashes, (vector, hash) => new BcryptInput(vector.Password, hash.Salt, hash.WorkFactor)).ToArray();
        engine.DigestUntested(inputs);
        for (var lane = 0; lane < inputs.Length; lane++)
        {
            if (!hashes[lane].Matches(inputs[lane].Digest))
            {
                return $"lane {lane} of {inputs.Length} computed a wrong digest for {vectors[lane].Hash}.";
            }
        }

        return null;
    }
}
