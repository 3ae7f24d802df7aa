using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Telemetry;
using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// Hashes passwords in passlib's <c>bcrypt_sha256</c> format, version 2. It avoids bcrypt's limits by hashing the base64 text of
/// an HMAC-SHA-256 of the password, so that neither a NUL nor a byte beyond the 72nd is lost. If a pepper is configured, it is
/// applied first, and a suffix of the hash identifies it. See docs/decisions/0003-password-hash-format.md.
/// </summary>
public sealed partial class BcryptSha256
{
    /// <summary>
    /// Throws for a lone surrogate, which would otherwise be replaced by U+FFFD and make different passwords equal.
    /// </summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly int _workFactor;
    private readonly PepperRing _peppers;
    private readonly string _dummySalt = BcryptBase64.NewSalt();
    private readonly BcryptEngineKind _engine;

    /// <summary>Whether new passwords are hashed with bcrypt. Otherwise verified ones are rehashed.</summary>
    private readonly bool _isCurrent;
    private readonly bool _acceptTruncation;
    private readonly ILogger<BcryptSha256> _logger;

    public BcryptSha256(IOptions<PasswordOptions> options, ILogger<BcryptSha256> logger)
    {
        _workFactor = options.Value.BcryptWorkFactor;
        _engine = options.Value.Engine;
        _isCurrent = options.Value.Algorithm == PasswordAlgorithm.Bcrypt;
        _acceptTruncation = options.Value.AcceptTruncation;
        _peppers = new PepperRing(options.Value.Peppers);
        _logger = logger;
    }

    private Pepper? CurrentPepper => _peppers.Current;

    /// <exception cref="EncoderFallbackException">The password contains a lone surrogate.</exception>
    public string Hash(string password) => Run(BeginHash(password));

    /// <summary>
    /// Verifies a password. It never throws because of the stored hash. A failure takes at least the time of the configured work
    /// factor, even if there is no stored hash, so that the timing does not reveal which accounts exist.
    /// </summary>
    public PasswordVerificationResult Verify(string? storedHash, string password) => Run(BeginVerify(storedHash, password));

    /// <inheritdoc cref="BcryptEngine.SelfTest"/>
    public void SelfTest() => NewEngine().SelfTest();

    internal BcryptEngine NewEngine() => _engine == BcryptEngineKind.Lanes ? new BcryptLanesEngine() : new BcryptNetEngine();

    /// <inheritdoc cref="Hash"/>
    /// <param name="replaced">
    /// The hash that the new one replaces. The new work factor is never lower than that of the replaced hash.
    /// </param>
    internal HashJob<string> BeginHash(string password, string? replaced = null)
    {
        var workFactor = Math.Max(_workFactor, StoredHash.Parse(replaced)?.WorkFactor ?? 0);
        var salt = BcryptBase64.NewSalt();
        var input = new BcryptInput(Prehash(StrictUtf8.GetBytes(password), salt, CurrentPepper), salt, workFactor);
        return new HashJob<string>(
            new BcryptWork(input),
            HashOperation.Hash,
            () => new StoredHash(IsPlain: false, workFactor, salt, Encode(input), CurrentPepper?.Fingerprint).ToString())
        {
            IsTypical = workFactor == _workFactor,
        };
    }

    /// <inheritdoc cref="Verify"/>
    internal HashJob<PasswordVerificationResult> BeginVerify(string? storedHash, string password) =>
        TryBeginVerify(storedHash, password) ?? BeginDummy();

    /// <summary>A verification that always fails but takes as long as any other.</summary>
    internal HashJob<PasswordVerificationResult> BeginDummy() => new(
        new BcryptWork(new BcryptInput([], _dummySalt, _workFactor)),
        HashOperation.Verify,
        () => PasswordVerificationResult.Failed)
    {
        IsTypical = true,
    };

    /// <summary>Returns null if no password can match, so that a dummy has to be computed.</summary>
    internal HashJob<PasswordVerificationResult>? TryBeginVerify(string? storedHash, string password)
    {
        var stored = StoredHash.Parse(storedHash);
        if (stored is null)
        {
            if (storedHash is not null)
            {
                LogUnusableHash();
            }

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

        var isCompletelyHashed = !stored.IsPlain || bytes.Length <= BcryptInput.MaximumPasswordLength;
        if (!_acceptTruncation && stored.IsPlain && (!isCompletelyHashed || bytes.Contains((byte)0)))
        {
            return null;
        }

        var input = new BcryptInput(
            stored.IsPlain ? bytes : Prehash(bytes, stored.Salt, pepper),
            stored.Salt,
            stored.WorkFactor,
            _isCurrent ? _workFactor : 0);
        return new HashJob<PasswordVerificationResult>(
            new BcryptWork(input), HashOperation.Verify, () => Compare(stored, Encode(input), isCompletelyHashed))
        {
            IsTypical = _isCurrent && input.LeastWorkFactor == _workFactor,
        };
    }

    private T Run<T>(HashJob<T> job)
    {
        NewEngine().Digest([((BcryptWork)job.Work).Input]);
        job.Complete();
        return job.Task.GetAwaiter().GetResult();
    }

    private PasswordVerificationResult Compare(StoredHash stored, string digest, bool isCompletelyHashed)
    {
        if (!CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes<char>(digest), MemoryMarshal.AsBytes<char>(stored.Digest)))
        {
            return PasswordVerificationResult.Failed;
        }

        // Plain bcrypt ignores bytes beyond the 72nd. They may contain a typing error, which must not become part of a new hash.
        return IsOutdated(stored) && isCompletelyHashed
            ? PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Success;
    }

    /// <summary>
    /// A hash with a higher work factor is not outdated, because lowering the setting must not make existing hashes cheaper to
    /// guess.
    /// </summary>
    private bool IsOutdated(StoredHash stored) =>
        !_isCurrent
        || stored.IsPlain
        || stored.WorkFactor < _workFactor
        || stored.PepperFingerprint != CurrentPepper?.Fingerprint;

    private static string Encode(BcryptInput input) => BcryptBase64.Encode(input.Digest);

    /// <summary>Returns the 44 characters that bcrypt hashes instead of the password, and wipes the password.</summary>
    private static byte[] Prehash(byte[] password, string salt, Pepper? pepper)
    {
        var key = HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), pepper is null ? password : pepper.Apply(password));
        CryptographicOperations.ZeroMemory(password);
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(key.Length)];
        Base64.EncodeToUtf8(key, text, out _, out _);
        CryptographicOperations.ZeroMemory(key);
        return text;
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "A stored password hash has an unknown format or too high a cost; its user cannot sign in with a password")]
    private partial void LogUnusableHash();

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "The pepper {Fingerprint} of a stored password hash is not configured; its user cannot sign in")]
    private partial void LogUnknownPepper(string? fingerprint);
}
