using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;
using LockoutOptions = SecureAuth.Core.Accounts.LockoutOptions;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>
/// Reads and resets what counts for an e-mail address: the attempts to sign in, whether or not there is an account, and the mails
/// with links that somebody has asked for.
/// </summary>
internal sealed class EmailLimits(
    AuthDbContext db, ILookupNormalizer normalizer, AccountLockout lockout, IOptions<LockoutOptions> options)
{
    public async Task<EmailLimitState> ReadAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email);
        var identifier = await lockout.IdentifierHashAsync(normalized, cancellationToken);
        var account = await db.Users.TagWith("find user by e-mail").Where(u => u.NormalizedEmail == normalized)
            .Select(u => new FoundAccount(u.Id, u.EmailConfirmed)).SingleOrDefaultAsync(cancellationToken);
        var userId = account?.Id;
        var rows = await db.Database.SqlQuery<AttemptsRow>(
            $"""
            -- find attempts
            SELECT a.identifier_hash = {identifier} AS is_account, cardinality(a.failures) AS failures,
                cardinality(a.second_factor_failures) AS second_factor_failures, cardinality(a.pending) AS pending,
                a.consecutive_failures, a.consecutive_second_factor_failures,
                CASE WHEN a.locked_until > c.now THEN a.locked_until END AS locked_until
            FROM (SELECT clock_timestamp() AS now) c, account_attempts a
            WHERE a.identifier_hash = {identifier} OR a.user_id = {userId}::uuid
            ORDER BY is_account DESC, a.identifier_hash
            """).ToListAsync(cancellationToken);
        if (!rows.Exists(row => row.IsAccount))
        {
            rows.Insert(0, AttemptsRow.None);
        }

        return new EmailLimitState(
            userId,
            identifier,
            rows.ConvertAll(Describe),
            account is null ? [] : await ReadMailsAsync(account, cancellationToken));
    }

    /// <summary>Resets everything in the caller's transaction.</summary>
    /// <returns>Whether there was anything to reset.</returns>
    public async Task<bool> ResetAsync(EmailLimitState state)
    {
        var attempts = state.UserId is { } user && await lockout.UnlockAsync(user);
        var others = await lockout.ClearAsync([state.Identifier]);

        // A mail that was sent stays in the list, but no longer counts.
        var mails = await db.Database.ExecuteSqlAsync(
            $"""
            -- reset mail limit
            UPDATE outbox SET admitted_at = admitted_at - {MailLimits.Day}
            WHERE user_id = {state.UserId}::uuid AND kind = ANY({RequestedMails.Kinds()})
                AND admitted_at > now() - {MailLimits.Day} AND sent_at IS NOT NULL
            """);
        return attempts || others > 0 || mails > 0;
    }

    private Attempts Describe(AttemptsRow row)
    {
        var used = row.Failures + row.SecondFactorFailures + row.Pending;
        var most = Math.Max(row.ConsecutiveFailures, row.ConsecutiveSecondFactorFailures) + row.Pending;
        var left = Math.Min(options.Value.MaxFailedAttempts - used, AccountLockout.MaxConsecutiveFailures - most);
        return new Attempts(
            row.IsAccount ? "account" : "known_device",
            options.Value.MaxFailedAttempts,
            row.LockedUntil is null ? Math.Max(left, 0) : 0,
            row.Failures,
            row.SecondFactorFailures,
            row.Pending,
            row.ConsecutiveFailures,
            row.ConsecutiveSecondFactorFailures,
            row.LockedUntil);
    }

    private async Task<IReadOnlyList<MailLimit>> ReadMailsAsync(FoundAccount account, CancellationToken cancellationToken)
    {
        var kinds = RequestedMails.Kinds();
        var rows = await db.Database.SqlQuery<MailRow>(
            $"""
            -- count links
            SELECT kind, count(*) FILTER (WHERE admitted_at > now() - {MailLimits.Window})::integer AS in_window,
                count(*)::integer AS in_day, max(admitted_at) AS newest
            FROM outbox
            WHERE user_id = {account.Id} AND kind = ANY({kinds}) AND admitted_at > now() - {MailLimits.Day}
            GROUP BY kind
            """).ToListAsync(cancellationToken);
        var leftOfAll = account.EmailVerified
            ? int.MaxValue
            : Math.Min(
                MailLimits.MaxLinksToUnverified - rows.Sum(row => row.InWindow),
                MailLimits.MaxDailyLinksToUnverified - rows.Sum(row => row.InDay));
        return
        [
            .. kinds.Select(kind =>
            {
                var row = rows.Find(row => row.Kind == kind);
                var left = Math.Min(MailLimits.MaxLinks - (row?.InWindow ?? 0), leftOfAll);
                DateTimeOffset? fullAt = account.EmailVerified
                    ? (row is { InWindow: > 0 } ? row.Newest + MailLimits.Window : null)
                    : (rows.Count > 0 ? rows.Max(other => other.Newest) + MailLimits.Day : null);
                return new MailLimit(WireName.Of((MailKind)kind), MailLimits.MaxLinks, Math.Max(left, 0), fullAt);
            }),
        ];
    }

    private sealed record FoundAccount(Guid Id, bool EmailVerified);

    private sealed record AttemptsRow(
        bool IsAccount,
        int Failures,
        int SecondFactorFailures,
        int Pending,
        int ConsecutiveFailures,
        int ConsecutiveSecondFactorFailures,
        DateTimeOffset? LockedUntil)
    {
        public static readonly AttemptsRow None = new(IsAccount: true, 0, 0, 0, 0, 0, LockedUntil: null);
    }

    private sealed record MailRow(int Kind, int InWindow, int InDay, DateTimeOffset Newest);
}

/// <param name="UserId">The account with the address, or null.</param>
/// <param name="Identifier">The keyed hash of the address.</param>
/// <param name="Attempts">Those that count for anybody, and those of each known device.</param>
/// <param name="Mails">The mails with links, if there is an account.</param>
internal sealed record EmailLimitState(
    Guid? UserId, byte[] Identifier, IReadOnlyList<Attempts> Attempts, IReadOnlyList<MailLimit> Mails);

/// <param name="Scope"><c>account</c>, or <c>known_device</c>.</param>
/// <param name="Permits">The failures that lock.</param>
/// <param name="Left">The attempts that may fail before a lock, 0 during one.</param>
/// <param name="Failures">Wrong passwords since the last success.</param>
/// <param name="SecondFactorFailures">Wrong codes since the last success.</param>
/// <param name="Pending">Attempts that are being checked.</param>
/// <param name="ConsecutiveFailures">Wrong passwords in a row, including those of earlier locks.</param>
/// <param name="ConsecutiveSecondFactorFailures">The same for codes.</param>
/// <param name="LockedUntil">The end of the lock, or null without one.</param>
internal sealed record Attempts(
    string Scope,
    int Permits,
    int Left,
    int Failures,
    int SecondFactorFailures,
    int Pending,
    int ConsecutiveFailures,
    int ConsecutiveSecondFactorFailures,
    DateTimeOffset? LockedUntil);

/// <param name="Permits">The mails of the kind that an account gets in an hour.</param>
/// <param name="Left">How many it would get now.</param>
/// <param name="FullAt">When none counts any more, or null if none does.</param>
internal sealed record MailLimit(string Kind, int Permits, int Left, DateTimeOffset? FullAt);
