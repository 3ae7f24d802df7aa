using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Passwords;

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
    private readonly StoredHash _dummy;
    private readonly ILogger<BcryptSha256> _logger;

    public BcryptSha256(IOptions<PasswordOptions> options, ILogger<BcryptSha256> logger)
    {
        _workFactor = options.Value.BcryptWorkFactor;
        _peppers = [.. options.Value.Peppers.Select(base64 => new Pepper(base64))];
        _dummy = new StoredHash(
            IsPlain: false, _workFactor, Bcrypt.NewSalt(), Bcrypt.NewDigest(), CurrentPepper?.Fingerprint);
        _logger = logger;
    }

    private Pepper? CurrentPepper => _peppers.Length == 0 ? null : _peppers[0];

    /// <exception cref="EncoderFallbackException">The password has a lone surrogate, so it is no text.</exception>
    public string Hash(string password)
    {
        var salt = Bcrypt.NewSalt();
        var digest = Digest(StrictUtf8.GetBytes(password), salt, _workFactor, CurrentPepper);
        return new StoredHash(IsPlain: false, _workFactor, salt, digest, CurrentPepper?.Fingerprint).ToString();
    }

    /// <summary>
    /// Verifies a password, never throwing for what is stored. A failure takes the time of the configured work factor
    /// whatever was stored, even nothing at all, so that time does not tell which accounts exist.
    /// </summary>
    public PasswordVerificationResult Verify(string? storedHash, string password)
    {
        var stored = StoredHash.Parse(storedHash);
        if (stored is null)
        {
            if (storedHash is not null)
            {
                LogUnusableHash(StoredHash.MaximumWorkFactor);
            }

            return Refuse(password);
        }

        if (!TryFindPepper(stored.PepperFingerprint, out var pepper))
        {
            LogUnknownPepper(stored.PepperFingerprint);
            return Refuse(password);
        }

        if (Matches(stored, password, pepper))
        {
            return IsCurrent(stored) ? PasswordVerificationResult.Success : PasswordVerificationResult.SuccessRehashNeeded;
        }

        SpendTheRest(stored.WorkFactor);
        return PasswordVerificationResult.Failed;
    }

    private PasswordVerificationResult Refuse(string password)
    {
        _ = Matches(_dummy, password, CurrentPepper);
        return PasswordVerificationResult.Failed;
    }

    private static bool Matches(StoredHash stored, string password, Pepper? pepper)
    {
        string digest;
        try
        {
            digest = stored.IsPlain
                ? Bcrypt.Digest(password, stored.Salt, stored.WorkFactor)
                : Digest(StrictUtf8.GetBytes(password), stored.Salt, stored.WorkFactor, pepper);
        }
        catch (EncoderFallbackException)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes<char>(digest), MemoryMarshal.AsBytes<char>(stored.Digest));
    }

    /// <summary>An account with an old, cheap hash would answer sooner. From r to w, 2^r + 2^r + 2^(r+1) + … + 2^(w-1) rounds are 2^w.</summary>
    private void SpendTheRest(int workFactor)
    {
        for (var factor = workFactor; factor < _workFactor; factor++)
        {
            _ = Bcrypt.Digest("", _dummy.Salt, factor);
        }
    }

    private bool IsCurrent(StoredHash stored) =>
        !stored.IsPlain && stored.WorkFactor == _workFactor && stored.PepperFingerprint == CurrentPepper?.Fingerprint;

    private bool TryFindPepper(string? fingerprint, out Pepper? pepper)
    {
        pepper = Array.Find(_peppers, candidate => candidate.Fingerprint == fingerprint);
        return fingerprint is null || pepper is not null;
    }

    private static string Digest(ReadOnlySpan<byte> password, string salt, int workFactor, Pepper? pepper)
    {
        var message = pepper is null ? password : pepper.Apply(password);
        var key = HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), message);
        return Bcrypt.Digest(Convert.ToBase64String(key), salt, workFactor);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A stored password hash has no known format, or a work factor over {Maximum}: nobody can sign in with it")]
    private partial void LogUnusableHash(int maximum);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The pepper {Fingerprint} of a stored password hash is not configured: nobody can sign in with it")]
    private partial void LogUnknownPepper(string? fingerprint);
}
