namespace SecureAuth.Hashing;

/// <summary>
/// A known-answer test: published hashes are computed in every lane of the loops for one, two, three and four passwords. A defect
/// of the tables, the compiler or the processor would otherwise go unnoticed until the hashes are needed elsewhere.
/// </summary>
public static class BcryptSelfTest
{
    /// <summary>
    /// Test vectors of passlib and pyca/bcrypt. Every initial word of Blowfish changes at least one of these hashes.
    /// </summary>
    private static readonly (byte[] Password, string Hash)[] Vectors =
    [
        ([.. "táБℓə"u8], "$2a$04$uM6csdM8R9SXTex/gbTayezuvzFEufYGd2uB6of7qScLjQ4GwcD4G"),
        ([.. "test"u8], "$2a$04$oaQbBqq8JnSM1NHRPQGXOOY4Vw3bdHKLIXTecPDRAcJ98cz1ilveO"),
        ([.. "Kk4DQuMMfZL9o"u8], "$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm"),
        ([.. "9IeRXmnGxMYbs"u8], "$2b$04$pQ7gRO7e6wx/936oXhNjrOUNOHL1D0h1N2IDbJZYs.1ppzSof6SPy"),
    ];

    /// <summary>The runtime initializes a static field once: the first thread computes, and any others wait for it.</summary>
    private static readonly string? Failure = Run(BlowfishTables.Initial);

    /// <summary>
    /// Tests this library at the first call of a process, which takes a few milliseconds. Every digest calls it. A program that
    /// calls it at its start learns of a defect before anybody relies on it, and does not have to compile the loops later.
    /// </summary>
    /// <exception cref="BcryptSelfTestException">A hash was wrong.</exception>
    public static void ThrowIfFailed() => ThrowIf(Failure);

    /// <summary>Tests another implementation in the same way.</summary>
    /// <param name="digest">Computes the digest of each input. The passwords are valid UTF-8.</param>
    /// <param name="lanes">The greatest number of inputs that it takes, 1 to 4.</param>
    /// <exception cref="BcryptSelfTestException">A hash was wrong.</exception>
    public static void Run(Action<ReadOnlySpan<BcryptInput>> digest, int lanes)
    {
        ArgumentNullException.ThrowIfNull(digest);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lanes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lanes, Vectors.Length);
        ThrowIf(FindDefect(digest, lanes));
    }

    /// <summary>What is wrong with this library if it uses the given tables, or null.</summary>
    internal static string? Run(ReadOnlyMemory<uint> tables) =>
        FindDefect(new BcryptLanes(tables).DigestUntested, BcryptLanes.MaximumLanes);

    private static string? FindDefect(Action<ReadOnlySpan<BcryptInput>> digest, int lanes)
    {
        for (var count = 1; count <= lanes; count++)
        {
            var expected = new BcryptHash[count];
            var inputs = new BcryptInput[count];
            for (var lane = 0; lane < count; lane++)
            {
                var (password, hash) = Vectors[lane];
                expected[lane] = BcryptHash.Parse(hash);
                inputs[lane] = new BcryptInput(password, expected[lane].Salt, expected[lane].WorkFactor);
            }

            digest(inputs);
            for (var lane = 0; lane < count; lane++)
            {
                if (!expected[lane].Matches(inputs[lane].Digest))
                {
                    return $"password {lane + 1} of {count} got another hash than {Vectors[lane].Hash}.";
                }
            }
        }

        return null;
    }

    private static void ThrowIf(string? failure)
    {
        if (failure is not null)
        {
            throw new BcryptSelfTestException(failure);
        }
    }
}
