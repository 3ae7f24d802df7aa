using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// Hashes passwords with the configured algorithm and verifies all formats that are accepted, those of other systems too. See
/// docs/decisions/0027-other-password-hashes.md.
/// </summary>
public sealed partial class PasswordHashes
{
    private const int SaltLength = 16;
    private const int KeyLength = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly BcryptSha256 _bcrypt;
    private readonly bool _usesArgon2id;
    private readonly Argon2Options _argon2;
    private readonly PepperRing _peppers;
    private readonly ILogger<PasswordHashes> _logger;

    public PasswordHashes(BcryptSha256 bcrypt, IOptions<PasswordOptions> options, ILogger<PasswordHashes> logger)
    {
        _bcrypt = bcrypt;
        _usesArgon2id = options.Value.Algorithm == PasswordAlgorithm.Argon2id;
        _argon2 = options.Value.Argon2;
        _peppers = new PepperRing(options.Value.Peppers);
        _logger = logger;
    }

    /// <exception cref="EncoderFallbackException">The password contains a lone surrogate.</exception>
    public string Hash(string password) => Run(BeginHash(password));

    /// <summary>Verifies a password. It never throws because of the stored hash.</summary>
    public PasswordVerificationResult Verify(string? storedHash, string password) => Run(BeginVerify(storedHash, password));

    /// <summary>Whether <see cref="Verify"/> could ever accept a password for the hash.</summary>
    public ImportableHash CheckImport(string hash)
    {
        var derived = DerivedHash.Parse(hash);
        var bcrypt = derived is null ? StoredHash.ParseAnyCost(hash) : null;
        if (derived is null && bcrypt is null)
        {
            return ImportableHash.UnknownFormat;
        }

        if (!(derived?.Derivation.IsAffordable ?? bcrypt!.IsAffordable))
        {
            return ImportableHash.TooCostly;
        }

        return _peppers.TryFind(derived is null ? bcrypt!.PepperFingerprint : derived.PepperFingerprint, out _)
            ? ImportableHash.Accepted
            : ImportableHash.UnknownPepper;
    }

    internal BcryptEngine NewEngine() => _bcrypt.NewEngine();

    /// <inheritdoc cref="Hash"/>
    /// <param name="replaced">
    /// The hash that the new one replaces. If the algorithm stays the same, the new cost is never lower than the old one.
    /// </param>
    internal HashJob<string> BeginHash(string password, string? replaced = null)
    {
        if (!_usesArgon2id)
        {
            return _bcrypt.BeginHash(password, replaced);
        }

        var before = DerivedHash.Parse(replaced)?.Derivation as Argon2id;
        var memory = Math.Max(_argon2.MemoryKiB, before?.MemoryKiB ?? 0);
        var iterations = Math.Max(_argon2.Iterations, before?.Iterations ?? 0);
        var argon2 = new Argon2id(memory, iterations, _argon2.Parallelism, RandomNumberGenerator.GetBytes(SaltLength));

        // The higher memory of one hash and the higher iterations of another may be too much together.
        argon2 = argon2.IsAffordable ? argon2 : WithConfiguredCost(argon2.Salt);
        var pepper = _peppers.Current;
        var work = new DerivationWork(argon2, Peppered(StrictUtf8.GetBytes(password), pepper), KeyLength);
        return new HashJob<string>(
            work, HashOperation.Hash, () => DerivedHash.Format(argon2, work.Key, pepper?.Fingerprint))
        {
            IsTypical = HasConfiguredCost(argon2),
        };
    }

    /// <inheritdoc cref="Verify"/>
    internal HashJob<PasswordVerificationResult> BeginVerify(string? storedHash, string password)
    {
        var job = DerivedHash.Parse(storedHash) is { } derived
            ? TryBeginVerify(derived, password)
            : _bcrypt.TryBeginVerify(storedHash, password);
        return job ?? BeginDummy();
    }

    /// <summary>Returns null if no password can match, so that a dummy has to be computed.</summary>
    private HashJob<PasswordVerificationResult>? TryBeginVerify(DerivedHash stored, string password)
    {
        if (!stored.Derivation.IsAffordable)
        {
            LogTooCostly();
            return null;
        }

        if (!_peppers.TryFind(stored.PepperFingerprint, out var pepper))
        {
            LogUnknownPepper(stored.PepperFingerprint);
            return null;
        }

        byte[] bytes;
        try
        {
            bytes = StrictUtf8.GetBytes(password);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }

        var work = new DerivationWork(stored.Derivation, Peppered(bytes, pepper), stored.Key.Length);
        return new HashJob<PasswordVerificationResult>(work, HashOperation.Verify, () => Compare(stored, work.Key))
        {
            IsTypical = _usesArgon2id && stored.Derivation is Argon2id argon2 && HasConfiguredCost(argon2),
        };
    }

    /// <summary>A verification that always fails but takes as long as any other with the configured algorithm.</summary>
    private HashJob<PasswordVerificationResult> BeginDummy() => _usesArgon2id
        ? new HashJob<PasswordVerificationResult>(
            new DerivationWork(WithConfiguredCost(new byte[SaltLength]), [], KeyLength),
            HashOperation.Verify,
            () => PasswordVerificationResult.Failed)
        {
            IsTypical = true,
        }
        : _bcrypt.BeginDummy();

    private PasswordVerificationResult Compare(DerivedHash stored, byte[] key)
    {
        if (!CryptographicOperations.FixedTimeEquals(key, stored.Key))
        {
            return PasswordVerificationResult.Failed;
        }

        return IsOutdated(stored) ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Success;
    }

    /// <summary>
    /// A higher cost is not outdated, because lowering a setting must not make existing hashes cheaper to guess.
    /// </summary>
    private bool IsOutdated(DerivedHash stored) =>
        !_usesArgon2id
        || stored.Derivation is not Argon2id argon2
        || argon2.MemoryKiB < _argon2.MemoryKiB
        || argon2.Iterations < _argon2.Iterations
        || stored.PepperFingerprint != _peppers.Current?.Fingerprint;

    private Argon2id WithConfiguredCost(byte[] salt) => new(_argon2.MemoryKiB, _argon2.Iterations, _argon2.Parallelism, salt);

    private bool HasConfiguredCost(Argon2id argon2) =>
        argon2.MemoryKiB == _argon2.MemoryKiB && argon2.Iterations == _argon2.Iterations;

    private static byte[] Peppered(byte[] password, Pepper? pepper)
    {
        if (pepper is null)
        {
            return password;
        }

        var peppered = pepper.Apply(password);
        CryptographicOperations.ZeroMemory(password);
        return peppered;
    }

    private T Run<T>(HashJob<T> job)
    {
        switch (job.Work)
        {
            case BcryptWork bcrypt:
                NewEngine().Digest([bcrypt.Input]);
                break;
            case DerivationWork derivation:
                derivation.Run();
                break;
        }

        job.Complete();
        return job.Task.GetAwaiter().GetResult();
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "The cost of a stored password hash is above the limits; its user cannot sign in with a password")]
    private partial void LogTooCostly();

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "The pepper {Fingerprint} of a stored password hash is not configured; its user cannot sign in")]
    private partial void LogUnknownPepper(string? fingerprint);
}
