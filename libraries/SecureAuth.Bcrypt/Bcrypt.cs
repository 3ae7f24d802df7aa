namespace SecureAuth.Hashing;

/// <summary>
/// Hashes and verifies passwords with bcrypt. Several passwords in one call are computed four at a time on the calling thread,
/// and four take a third of the time of one after the other.
/// </summary>
/// <remarks>
/// <para>
/// Hashes are written as <c>$2b$</c>; <c>$2a$</c>, <c>$2b$</c> and <c>$2y$</c> are verified. All three name the same algorithm.
/// <c>$2x$</c> is refused: it marks hashes of an old crypt_blowfish that mishandled bytes from 0x80 on, so that different
/// passwords have the same hash. Where such a hash, or one that OpenBSD before 5.5 made from 255 bytes or more, is stored as
/// <c>$2a$</c>, it cannot be distinguished from a correct one: it is verified by the right algorithm and does not match.
/// </para>
/// <para>
/// A password is hashed in UTF-8 without normalization. It is refused if it is longer than
/// <see cref="BcryptInput.MaximumPasswordLength"/> bytes, the rest of which bcrypt ignores; if it contains a zero byte, which
/// ends it in other implementations and makes "a" and "a\0a" the same password; or if it contains a lone surrogate. To hash a
/// refused password throws an <see cref="ArgumentException"/>; to verify one is <see langword="false"/>. To verify a hash that
/// was made from the first 72 bytes of a longer password, pass these 72 bytes.
/// </para>
/// <para>Every method is thread-safe, and uses the processor on the calling thread until it returns.</para>
/// </remarks>
public static class Bcrypt
{
    /// <summary>An engine is some 17 KB, and clears its buffers after each use.</summary>
    [ThreadStatic]
    private static BcryptLanes? _lanes;

    /// <summary>Hashes a password with a new random salt.</summary>
    /// <param name="password">The password, at most 72 bytes in UTF-8.</param>
    /// <param name="workFactor">The base-two logarithm of the number of rounds, 4 to 31.</param>
    /// <returns>A hash of 60 characters: <c>$2b$</c>, work factor, salt and digest.</returns>
    /// <exception cref="ArgumentException">The password is too long, contains a zero, or is not valid text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The work factor is out of range.</exception>
    /// <exception cref="BcryptSelfTestException">The self-test of this process has failed.</exception>
    public static string Hash(string password, int workFactor)
    {
        ArgumentNullException.ThrowIfNull(password);
        ThrowIfOutOfRange(workFactor);
        var bytes = PasswordBytes.Of(password, out var problem) ?? throw new ArgumentException(problem, nameof(password));
        return Hash([NewInput(bytes, workFactor)])[0];
    }

    /// <inheritdoc cref="Hash(string, int)"/>
    /// <param name="password">The bytes of the password, at most 72. They are copied, and the copy is cleared.</param>
    /// <param name="workFactor">The base-two logarithm of the number of rounds, 4 to 31.</param>
    /// <exception cref="ArgumentException">The password is too long or contains a zero.</exception>
    public static string Hash(ReadOnlySpan<byte> password, int workFactor)
    {
        ThrowIfOutOfRange(workFactor);
        var bytes = PasswordBytes.Of(password, out var problem) ?? throw new ArgumentException(problem, nameof(password));
        return Hash([NewInput(bytes, workFactor)])[0];
    }

    /// <summary>Hashes passwords in groups of four, each with a new random salt.</summary>
    /// <param name="passwords">The passwords. If one of them is refused, none is hashed.</param>
    /// <param name="workFactor">The base-two logarithm of the number of rounds, 4 to 31.</param>
    /// <returns>The hashes in the order of the passwords.</returns>
    /// <exception cref="ArgumentException">A password is null, too long, contains a zero, or is not valid text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The work factor is out of range.</exception>
    /// <exception cref="BcryptSelfTestException">The self-test of this process has failed.</exception>
    public static string[] HashMany(IReadOnlyList<string> passwords, int workFactor)
    {
        ArgumentNullException.ThrowIfNull(passwords);
        ThrowIfOutOfRange(workFactor);
        var inputs = new BcryptInput[passwords.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var problem = "The password is null.";
            if (passwords[i] is not { } password || PasswordBytes.Of(password, out problem) is not { } bytes)
            {
                Wipe(inputs.AsSpan(0, i));
                throw new ArgumentException($"Password {i}: {problem}", nameof(passwords));
            }

            inputs[i] = NewInput(bytes, workFactor);
        }

        return Hash(inputs);
    }

    /// <summary>Verifies a password. Digests are compared in constant time.</summary>
    /// <param name="password">What somebody entered.</param>
    /// <param name="hash">
    /// The stored hash. Its work factor determines the time: read it first, with <see cref="TryReadWorkFactor"/>, where the hash
    /// comes from somebody else. A work factor of 31 takes days.
    /// </param>
    /// <returns>
    /// Whether the hash is of this password. <see langword="false"/> without any hashing if <see cref="Hash(string, int)"/> would
    /// refuse the password, or if the hash is malformed or of another version: nobody can sign in with it.
    /// </returns>
    /// <exception cref="BcryptSelfTestException">The self-test of this process has failed.</exception>
    public static bool Verify(string password, string hash)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(hash);
        return VerifyMany([(password, hash)])[0];
    }

    /// <inheritdoc cref="Verify(string, string)"/>
    /// <param name="password">The bytes that somebody entered. They are copied, and the copy is cleared.</param>
    /// <param name="hash">The stored hash.</param>
    public static bool Verify(ReadOnlySpan<byte> password, string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return BcryptHash.TryParse(hash, out var parsed)
            && PasswordBytes.Of(password, out _) is { } bytes
            && Verify(1, [new Verification(0, bytes, parsed)])[0];
    }

    /// <summary>Verifies passwords in groups of up to four whose hashes have the same work factor.</summary>
    /// <param name="pairs">What somebody entered, and the stored hash, as for <see cref="Verify(string, string)"/>.</param>
    /// <returns>The answers in the order of the pairs.</returns>
    /// <exception cref="ArgumentException">A password or a hash is null.</exception>
    /// <exception cref="BcryptSelfTestException">The self-test of this process has failed.</exception>
    public static bool[] VerifyMany(IReadOnlyList<(string Password, string Hash)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Any(pair => pair.Password is null || pair.Hash is null))
        {
            throw new ArgumentException("A password or a hash is null.", nameof(pairs));
        }

        var verifications = new List<Verification>(pairs.Count);
        for (var i = 0; i < pairs.Count; i++)
        {
            if (BcryptHash.TryParse(pairs[i].Hash, out var hash) && PasswordBytes.Of(pairs[i].Password, out _) is { } bytes)
            {
                verifications.Add(new Verification(i, bytes, hash));
            }
        }

        return Verify(pairs.Count, verifications);
    }

    /// <summary>
    /// Reads the work factor of a stored hash, to hash the password again if it is too low, or to refuse the hash if it is too
    /// high.
    /// </summary>
    /// <param name="hash">The stored hash.</param>
    /// <param name="workFactor">The work factor, or 0.</param>
    /// <returns><see langword="false"/> if the hash is malformed or of another version, so that no password matches it.</returns>
    public static bool TryReadWorkFactor(string? hash, out int workFactor)
    {
        workFactor = BcryptHash.TryParse(hash, out var parsed) ? parsed.WorkFactor : 0;
        return parsed is not null;
    }

    private static BcryptInput NewInput(byte[] password, int workFactor) => new(password, BcryptBase64.NewSalt(), workFactor);

    private static string[] Hash(BcryptInput[] inputs)
    {
        try
        {
            foreach (var group in inputs.Chunk(BcryptLanes.MaximumLanes))
            {
                Digest(group);
            }

            return Array.ConvertAll(inputs, BcryptHash.Format);
        }
        finally
        {
            Wipe(inputs);
        }
    }

    private static bool[] Verify(int count, IReadOnlyCollection<Verification> verifications)
    {
        var answers = new bool[count];
        try
        {
            // A group of different work factors would keep lanes idle while the most expensive hash is finished.
            var groups = verifications.GroupBy(verification => verification.Input.WorkFactor)
                .SelectMany(equal => equal.Chunk(BcryptLanes.MaximumLanes));
            foreach (var group in groups)
            {
                Digest(Array.ConvertAll(group, verification => verification.Input));
                foreach (var verification in group)
                {
                    answers[verification.Index] = verification.Hash.Matches(verification.Input.Digest);
                }
            }

            return answers;
        }
        finally
        {
            Wipe([.. verifications.Select(verification => verification.Input)]);
        }
    }

    private static void Digest(BcryptInput[] inputs)
    {
        _lanes ??= new BcryptLanes();
        _lanes.Digest(inputs);
    }

    private static void Wipe(ReadOnlySpan<BcryptInput> inputs)
    {
        foreach (var input in inputs)
        {
            input.Wipe();
        }
    }

    private static void ThrowIfOutOfRange(int workFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, BcryptInput.MinimumWorkFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, BcryptInput.MaximumWorkFactor);
    }

    private sealed class Verification(int index, byte[] password, BcryptHash hash)
    {
        public int Index => index;

        public BcryptInput Input { get; } = new(password, hash.Salt, hash.WorkFactor);

        public BcryptHash Hash => hash;
    }
}
