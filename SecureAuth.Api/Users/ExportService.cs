using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Members;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <summary>
/// Collects everything that is stored about a user. The export has no secret, not even as a hash. A feature that stores more
/// about users adds it here and to <see cref="ExportResponse"/>.
/// </summary>
internal sealed class ExportService(
    AuthDbContext db,
    UserDevices devices,
    ActivityService activity,
    ConfiguredMembers members,
    AuditLog audit,
    PostgresClock clock)
{
    private const int PageSize = 500;

    /// <returns>The export, or null if the account no longer exists.</returns>
    public async Task<ExportResponse?> ExportAsync(SignedInSession session, Actor actor, CancellationToken disconnected)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var id = session.UserId;
        if (await UserResponse.FindAsync(db, id, members, disconnected, isExport: true) is not { } user)
        {
            return null;
        }

        // Recorded before anything is sent, and thus part of the export.
        await audit.WriteAsync(new AuditEntry(AuditEvent.DataExported, AuditOutcome.Success, actor)
        {
            UserId = id,
            SessionId = session.SessionId,
        });
        return new ExportResponse(
            now,
            user,
            await FindSecondFactorAsync(id, disconnected),
            await ListPasskeysAsync(id, disconnected),
            await FindLockoutAsync(id, disconnected),
            await ListSessionsAsync(id, disconnected),
            await ListDevicesAsync(id, disconnected),
            await ListChallengesAsync(id, disconnected),
            await ListMailedLinksAsync(id, disconnected),
            await ListMailsAsync(id, disconnected),
            ListEventsAsync(id, disconnected));
    }

    private async Task<ExportedSecondFactor> FindSecondFactorAsync(Guid id, CancellationToken disconnected)
    {
        var totp = await db.TotpCredentials.AsNoTracking().TagWith("find authenticator")
            .Where(t => t.UserId == id).Select(t => new { t.CreatedAt, t.ConfirmedAt }).SingleOrDefaultAsync(disconnected);
        var codes = await db.RecoveryCodes.TagWith("count recovery codes").CountAsync(c => c.UserId == id, disconnected);
        return new ExportedSecondFactor(totp?.CreatedAt.UtcDateTime, totp?.ConfirmedAt?.UtcDateTime, codes);
    }

    private async Task<IReadOnlyList<ExportedPasskey>> ListPasskeysAsync(Guid id, CancellationToken disconnected)
    {
        var passkeys = await db.Passkeys.AsNoTracking().TagWith("list passkeys").Where(p => p.UserId == id)
            .OrderBy(p => p.Id).ToListAsync(disconnected);
        return passkeys.ConvertAll(p => new ExportedPasskey(
            p.Id, p.Name, Base64Url.EncodeToString(p.CredentialId), Base64Url.EncodeToString(p.PublicKey), p.SignCount,
            p.Transports, p.BackupEligible, p.BackedUp, p.CreatedAt.UtcDateTime, p.LastUsedAt?.UtcDateTime));
    }

    private async Task<ExportedLockout> FindLockoutAsync(Guid id, CancellationToken disconnected)
    {
        var attempts = await db.AccountAttempts.AsNoTracking().TagWith("count failed attempts").Where(a => a.UserId == id)
            .Select(a => new { Failed = a.Failures.Length + a.SecondFactorFailures.Length, a.LockedUntil })
            .ToListAsync(disconnected);
        return new ExportedLockout(attempts.Sum(a => a.Failed), attempts.Max(a => a.LockedUntil)?.UtcDateTime);
    }

    private async Task<IReadOnlyList<ExportedSession>> ListSessionsAsync(Guid id, CancellationToken disconnected)
    {
        var sessions = await db.Sessions.AsNoTracking().TagWith("list sessions").Where(s => s.UserId == id)
            .OrderByDescending(s => s.Id).ToListAsync(disconnected);
        return sessions.ConvertAll(s => new ExportedSession(
            s.Id, s.DeviceName, s.UserAgent, s.Address?.ToString(), s.CreatedAt.UtcDateTime, s.LastUsedAt.UtcDateTime,
            s.ExpiresAt.UtcDateTime, s.RevokedAt?.UtcDateTime, s.AuthenticationMethods));
    }

    private async Task<IReadOnlyList<ExportedDevice>> ListDevicesAsync(Guid id, CancellationToken disconnected)
    {
        var known = await devices.ListAsync(id, disconnected);
        return known.ConvertAll(
            d => new ExportedDevice(d.Id, d.Name, d.CreatedAt.UtcDateTime, d.LastUsedAt.UtcDateTime));
    }

    private async Task<IReadOnlyList<ExportedChallenge>> ListChallengesAsync(Guid id, CancellationToken disconnected)
    {
        var challenges = await db.SecondFactorChallenges.AsNoTracking().TagWith("list challenges").Where(c => c.UserId == id)
            .OrderByDescending(c => c.CreatedAt).Select(c => new { c.DeviceName, c.CreatedAt, c.ExpiresAt })
            .ToListAsync(disconnected);
        return challenges.ConvertAll(
            c => new ExportedChallenge(c.DeviceName, c.CreatedAt.UtcDateTime, c.ExpiresAt.UtcDateTime));
    }

    private async Task<IReadOnlyList<ExportedLink>> ListMailedLinksAsync(Guid id, CancellationToken disconnected)
    {
        var links = await db.OneTimeTokens.AsNoTracking().TagWith("list mailed links")
            .Where(t => t.UserId == id).OrderByDescending(t => t.Id)
            .Select(t => new { t.Purpose, t.Email, t.CreatedAt, t.ExpiresAt, t.UsedAt }).ToListAsync(disconnected);
        return links.ConvertAll(t => new ExportedLink(
            WireName.Of(t.Purpose), t.Email, t.CreatedAt.UtcDateTime, t.ExpiresAt.UtcDateTime, t.UsedAt?.UtcDateTime));
    }

    private async Task<IReadOnlyList<ExportedMail>> ListMailsAsync(Guid id, CancellationToken disconnected)
    {
        var mails = await db.Outbox.AsNoTracking().TagWith("list mails").Where(m => m.UserId == id)
            .OrderByDescending(m => m.CreatedAt).Select(m => new { m.Kind, m.Recipient, m.Details, m.CreatedAt, m.SentAt })
            .ToListAsync(disconnected);
        return mails.ConvertAll(m =>
        {
            var details = m.Details is null ? null : MailDetails.Parse(m.Details);
            return new ExportedMail(
                WireName.Of(m.Kind), details?.Change is { } change ? WireName.Of(change) : null, m.Recipient, details?.Address,
                m.CreatedAt.UtcDateTime, m.SentAt?.UtcDateTime);
        });
    }

    /// <summary>
    /// Reads a page when the previous one has been sent. There may be a hundred thousand events, which must not be in memory at
    /// once, and a client that reads slowly must not occupy a connection to Postgres.
    /// </summary>
    private async IAsyncEnumerable<ExportedEvent> ListEventsAsync(
        Guid id, [EnumeratorCancellation] CancellationToken disconnected)
    {
        var before = long.MaxValue;
        List<AuditRow> page;
        do
        {
            page = await activity.Before(id, before).Take(PageSize).ToListAsync(disconnected);
            foreach (var row in page)
            {
                yield return ToEvent(row);
            }

            before = page.Count > 0 ? page[^1].Id : before;
        }
        while (page.Count == PageSize);
    }

    /// <summary>
    /// An operator's name and reason belong to the operator, who may have written about others, and the address of a service is
    /// not that of the user.
    /// </summary>
    private static ExportedEvent ToEvent(AuditRow row) => new(
        row.Id, ActivityService.NameOf(row.Event), WireName.Of(row.Outcome), row.OccurredAt.UtcDateTime,
        WireName.Of(row.ActorKind), row.ActorKind == ActorKind.Operator ? null : row.Reason,
        ActivityService.IsOfUser(row) ? row.Address?.ToString() : null, ActivityService.IsOfUser(row) ? row.UserAgent : null,
        row.SessionId, row.RequestId);
}
