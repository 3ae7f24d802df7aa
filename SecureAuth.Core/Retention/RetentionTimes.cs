using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Retention;

/// <summary>For how long rows are kept, as the operator has set it. Mails carry the time of their end themselves.</summary>
public sealed class RetentionTimes(
    IOptions<SessionOptions> sessions,
    IOptions<LockoutOptions> lockout,
    IOptions<AuditOptions> audit,
    IOptions<UnverifiedAccountOptions> unverified)
{
    public TimeSpan Sessions => sessions.Value.Retention;

    public TimeSpan Attempts => lockout.Value.Retention;

    /// <summary>Null if such accounts are kept.</summary>
    public TimeSpan? UnverifiedAccounts => unverified.Value.ArePurged ? unverified.Value.UnverifiedRetention : null;

    public TimeSpan Audit => audit.Value.Retention;

    public TimeSpan Refreshes => audit.Value.RefreshRetention;
}
