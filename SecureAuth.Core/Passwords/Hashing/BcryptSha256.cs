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
/// bcrypt without its limits, in passlib's <c>bcrypt_sha256</c> format, version 2: bcrypt gets the base64 text of an
/// HMAC-SHA-256 of the password, so that neither a NUL nor a byte past the 72nd is lost. A pepper goes in before that
/// and adds a suffix that names it. docs/decisions/0003-password-hash-format.md.
/// </summary>
public sealed partial class BcryptSha256
{
    /// <summary>A lone surrogate would become U+FFFD and make two passwords equal: it is refused instead.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly int _workFactor;
    private readonly Pepper[] _peppers;
    private readonly string _dummySalt = BcryptBase64.NewSalt();
    private readonly BcryptEngineKind _engine;
    private readonly ILogger<BcryptSha256> _logger;

    public BcryptSha256(IOptions<PasswordOptions> options, ILogger<BcryptSha256> logger)
    {
        _workFactor = options.Value.BcryptWorkFactor;
        _engine = options.Value.Engine;
        _peppers = [.. options.Value.Peppers.Select(base64 => new Pepper(base64))];
        _logger = logger;
    }

    private Pepper? CurrentPepper => _peppers.Length == 0 ? null : _peppers[0];

    /// <exception cref="EncoderFallbackException">The password has a lone surrogate, so it is no text.</exception>
    public string Hash(string password) => Run(BeginHash(password));

    /// <summary>
    /// Verifies a password, never throwing for what is stored. A failure takes the time of the configured work factor
    /// whatever was stored, even nothing at all, so that time does not tell which accounts exist.
    /// </summary>
    public PasswordVerificationResult Verify(string? storedHash, string password) => Run(BeginVerify(storedHash, password));

    internal BcryptEngine NewEngine() => _engine == BcryptEngineKind.Lanes ? new BcryptLanesEngine() : new BcryptNetEngine();

    /// <inheritdoc cref="Hash"/>
    /// <param name="password">What is hashed.</param>
    /// <param name="replaced">The hash of the same password that the new one is to replace, which it is never cheaper than.</param>
    internal PasswordWork<string> BeginHash(string password, string? replaced = null)
    {
        var workFactor = Math.Max(_workFactor, StoredHash.Parse(replaced)?.WorkFactor ?? 0);
        var salt = BcryptBase64.NewSalt();
        var input = new BcryptInput(Prehash(StrictUtf8.GetBytes(password), salt, CurrentPepper), salt, workFactor);
        return new PasswordWork<string>(
            input,
            HashOperation.Hash,
            digest => new StoredHash(IsPlain: false, workFactor, salt, digest, CurrentPepper?.Fingerprint).ToString());
    }

    /// <inheritdoc cref="Verify"/>
    internal PasswordWork<PasswordVerificationResult> BeginVerify(string? storedHash, string password)
    {
        var stored = StoredHash.Parse(storedHash);
        if (stored is null)
        {
            if (storedHash is not null)
            {
                LogUnusableHash(PasswordOptions.MaximumWorkFactor);
            }

            return Refusal();
        }

        if (!TryFindPepper(stored.PepperFingerprint, out var pepper))
        {
            LogUnknownPepper(stored.PepperFingerprint);
            return Refusal();
        }

        byte[] bytes;
        try
        {
            bytes = StrictUtf8.GetBytes(password);
        }
        catch (EncoderFallbackException)
        {
            return Refusal();
        }

        var isReadWhole = !stored.IsPlain || bytes.Length <= BcryptInput.MaximumPasswordLength;
        var input = new BcryptInput(
            stored.IsPlain ? bytes : Prehash(bytes, stored.Salt, pepper), stored.Salt, stored.WorkFactor, _workFactor);
        return new PasswordWork<PasswordVerificationResult>(input, HashOperation.Verify, digest => Compare(stored, digest, isReadWhole));
    }

    /// <summary>The work of a verification whose end is known.</summary>
    private PasswordWork<PasswordVerificationResult> Refusal() =>
        new(new BcryptInput([], _dummySalt, _workFactor), HashOperation.Verify, _ => PasswordVerificationResult.Failed);

    private T Run<T>(PasswordWork<T> work)
    {
        NewEngine().Digest([work.Input]);
        var result = work.Finish();
        work.Input.Wipe();
        return result;
    }

    private PasswordVerificationResult Compare(StoredHash stored, string digest, bool isReadWhole)
    {
        if (!CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes<char>(digest), MemoryMarshal.AsBytes<char>(stored.Digest)))
        {
            return PasswordVerificationResult.Failed;
        }

        // What bcrypt has not read may be a mistake, which a new hash would make the password.
        return IsOutdated(stored) && isReadWhole
            ? PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Success;
    }

    /// <summary>A costlier hash is not: nobody's hash becomes cheaper to guess because a setting was lowered.</summary>
    private bool IsOutdated(StoredHash stored) =>
        stored.IsPlain || stored.WorkFactor < _workFactor || stored.PepperFingerprint != CurrentPepper?.Fingerprint;

    private bool TryFindPepper(string? fingerprint, out Pepper? pepper)
    {
        pepper = Array.Find(_peppers, candidate => candidate.Fingerprint == fingerprint);
        return fingerprint is null || pepper is not null;
    }

    /// <summary>What bcrypt gets instead of the password, which is wiped: 44 characters.</summary>
    private static byte[] Prehash(byte[] password, string salt, Pepper? pepper)
    {
        var key = HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), pepper is null ? password : pepper.Apply(password));
        CryptographicOperations.ZeroMemory(password);
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(key.Length)];
        Base64.EncodeToUtf8(key, text, out _, out _);
        CryptographicOperations.ZeroMemory(key);
        return text;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A stored password hash has no known format, or a work factor over {Maximum}: nobody can sign in with it")]
    private partial void LogUnusableHash(int maximum);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The pepper {Fingerprint} of a stored password hash is not configured: nobody can sign in with it")]
    private partial void LogUnknownPepper(string? fingerprint);
}
