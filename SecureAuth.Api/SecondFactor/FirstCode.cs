using SecureAuth.Api.Credentials;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>The first code of an authenticator app, which confirms its set-up.</summary>
internal sealed class FirstCode(TotpCredentials totp, Guid userId, string code)
{
    private TotpCredential? _pending;

    /// <summary>Reads the set-up again, because another one may have replaced it while the guess waited.</summary>
    public async Task<PreparedCode> PrepareAsync()
    {
        _pending = await totp.FindPendingAsync(userId, CancellationToken.None);
        var step = _pending is null ? null : totp.MatchStep(_pending, code);
        return new PreparedCode(
            CodeKind.Totp, async _ => step is not null && await totp.ConfirmAsync(_pending!, step.Value));
    }

    /// <summary>Locks the set-up. Returns false if there is none any more.</summary>
    public async Task<bool> LockAsync() => _pending is not null && await totp.LockPendingAsync(_pending);
}
