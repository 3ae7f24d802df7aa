using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Invites addresses and uses the invitations up. An invitation ends with its time, with its use, with a newer one for the
/// address, and with its inviter: if a user is disabled, deleted or no longer allowed to invite, all of that user's invitations
/// end.
/// </summary>
public sealed class Invitations(
    AuthDbContext db,
    ILookupNormalizer normalizer,
    AccountRoles roles,
    Outbox outbox,
    IOptions<RegistrationOptions> options,
    TimeProvider time)
{
    private static readonly TimeSpan Lifetime = OneTimeTokens.LifetimeOf(OneTimeTokenPurpose.Invitation);

    /// <summary>Keeps a user from flooding an address.</summary>
    private static readonly TimeSpan ResendInterval = TimeSpan.FromHours(1);

    /// <summary>Each invitation sends a mail to an address that may be that of a stranger.</summary>
    private const int MaxPerUserAndDay = 50;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>The condition for an invitation <c>i</c> that its address has no account.</summary>
    private static readonly SqlFragment IsFree =
        new("NOT EXISTS (SELECT FROM users taken WHERE taken.normalized_email = i.normalized_email)");

    /// <summary>Read when it is needed: a command that invites may have an environment that lacks other settings.</summary>
    private string[] InvitingRoles =>
        [.. options.Value.InvitingRoles.Select(normalizer.NormalizeName).OfType<string>()];

    /// <summary>Locks an address. This comes first in a transaction.</summary>
    public Task LockAsync(string email) => db.LockEmailsAsync(normalizer.NormalizeEmail(email)!);

    /// <summary>Invites an address inside the caller's transaction, which has locked the address, and mails the token.</summary>
    /// <returns>
    /// The id of the invitation. A user gets one even if the address has an invitation that must stay: what the user can see of
    /// the audit must not reveal it. No mail is sent then.
    /// </returns>
    public async Task<Guid> AddAsync(AuditedTransaction transaction, OneTimeTokenKey key, NewInvitation invitation, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(invitation);

        var id = Guid.CreateVersion7(time.GetUtcNow());
        var normalized = normalizer.NormalizeEmail(invitation.Email)!;
        var hash = InvitationToken.HashOf(InvitationToken.ProofOf(key.Derive(InvitationToken.SubjectOf(id, normalized))));
        await EndEarlierAsync(normalized, invitation.InvitedBy is not null);
        var inserted = invitation.InvitedBy is { } userId
            ? await InsertByUserAsync(id, invitation.Email, normalized, userId, hash)
            : await InsertByOperatorAsync(id, invitation.Email, normalized, invitation.Role, hash);
        if (inserted)
        {
            var details = MailDetails.Of(actor) with { LinkBase = invitation.LinkBase };
            await outbox.AddAsync(transaction, NewMail.Invitation(invitation.Email, id, details));
        }

        return id;
    }

    /// <summary>Whether a user is in an inviting role.</summary>
    public async Task<bool> MayInviteAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<bool>(
            $"""
            -- check inviter
            SELECT EXISTS (
                SELECT FROM user_roles m JOIN roles r ON r.id = m.role_id
                WHERE m.user_id = {userId} AND r.normalized_name = ANY({InvitingRoles})) AS "Value"
            """).ToListAsync();
        return rows is [true];
    }

    /// <returns>How long a user has to wait until a further invitation is accepted, or null.</returns>
    public async Task<TimeSpan?> FindRetryAfterAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<TimeSpan>(
            $"""
            -- count invitations
            SELECT created_at + {Day} - clock_timestamp() AS "Value" FROM invitations
            WHERE invited_by = {userId} AND created_at > clock_timestamp() - {Day}
            ORDER BY created_at DESC LIMIT 1 OFFSET {MaxPerUserAndDay - 1}
            """).ToListAsync();
        return rows is [var retryAfter] ? retryAfter : null;
    }

    /// <summary>Lets the lifetime begin with the delivery of the mail, which may have taken a day.</summary>
    /// <returns>Null if the invitation has ended, or if the address has an account by now.</returns>
    public async Task<TokenSubject?> RenewAsync(Guid id)
    {
        var rows = await db.Database.SqlQuery<string>(SqlFragment.Inline(
            $"""
            -- renew invitation
            UPDATE invitations i SET expires_at = clock_timestamp() + {Lifetime}
            WHERE i.id = {id} AND {InviterMayInvite()} AND {IsFree}
            RETURNING i.normalized_email AS "Value"
            """)).ToListAsync();
        return rows is [var email] ? InvitationToken.SubjectOf(id, email) : null;
    }

    /// <summary>Finds the invitation of a token, if it is for this address and can be used now.</summary>
    public async Task<OpenInvitation?> FindAsync(string token, string email, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);

        var proof = InvitationToken.ProofOf(token);
        var rows = await db.Database.SqlQuery<Row>(SqlFragment.Inline(
            $"""
            -- find invitation
            SELECT i.id, r.name AS role
            FROM invitations i LEFT JOIN roles r ON r.id = i.role_id
            WHERE i.token_hash = {InvitationToken.HashOf(proof)} AND i.normalized_email = {normalizer.NormalizeEmail(email)}
                AND i.expires_at > clock_timestamp() AND {InviterMayInvite()} AND {IsFree}
            """)).ToListAsync(cancellationToken);
        return rows is [var found] ? new OpenInvitation(found.Id, found.Role, proof) : null;
    }

    /// <summary>
    /// Uses an invitation up inside the caller's transaction, which has inserted the account, and gives the account its role. Of
    /// any number of callers on any replica, one gets true.
    /// </summary>
    public async Task<bool> RedeemAsync(OpenInvitation invitation, Guid userId)
    {
        ArgumentNullException.ThrowIfNull(invitation);

        var rows = await db.Database.SqlQuery<bool>(SqlFragment.Inline(
            $"""
            -- redeem invitation
            SELECT redeem_invitation({invitation.Proof}, {userId}) AS "Value"
            FROM invitations i WHERE i.token_hash = {InvitationToken.HashOf(invitation.Proof)} AND {InviterMayInvite()}
            """)).ToListAsync();
        return rows is [true];
    }

    /// <summary>Withdraws the invitation of an address inside the caller's transaction.</summary>
    /// <returns>The id of the invitation, or null if there is none.</returns>
    public async Task<Guid?> WithdrawAsync(string normalizedEmail)
    {
        var rows = await db.Database.SqlQuery<Guid>(
            $"""
            -- delete invitation
            DELETE FROM invitations WHERE normalized_email = {normalizedEmail} RETURNING id AS "Value"
            """).ToListAsync();
        return rows is [var id] ? id : null;
    }

    /// <summary>The condition for an invitation <c>i</c> that its inviter could still make it.</summary>
    private FormattableString InviterMayInvite() =>
        $"""
        (i.invited_by IS NULL OR EXISTS (
            SELECT FROM users u JOIN user_roles m ON m.user_id = u.id JOIN roles g ON g.id = m.role_id
            WHERE u.id = i.invited_by AND u.is_active AND g.normalized_name = ANY({InvitingRoles})))
        """;

    /// <summary>A user replaces neither an operator's invitation nor one that a user made within the pause.</summary>
    private Task EndEarlierAsync(string normalizedEmail, bool byUser) => db.Database.ExecuteSqlAsync(
        $"""
        -- replace invitation
        DELETE FROM invitations
        WHERE normalized_email = {normalizedEmail} AND (
            NOT {byUser} OR expires_at <= clock_timestamp()
            OR invited_by IS NOT NULL AND created_at <= clock_timestamp() - {ResendInterval})
        """);

    private async Task<bool> InsertByUserAsync(Guid id, string email, string normalizedEmail, Guid invitedBy, byte[] hash) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            -- insert invitation
            INSERT INTO invitations (id, email, normalized_email, invited_by, token_hash, created_at, expires_at)
            VALUES (
                {id}, {email}, {normalizedEmail}, {invitedBy}, {hash}, clock_timestamp(), clock_timestamp() + {Lifetime})
            ON CONFLICT (normalized_email) DO NOTHING
            """) > 0;

    /// <summary>The API may not promise a role: its role in the database has no right to write that column.</summary>
    private async Task<bool> InsertByOperatorAsync(Guid id, string email, string normalizedEmail, string? role, byte[] hash)
    {
        if (role is not null)
        {
            await roles.CreateAsync(role);
        }

        return await db.Database.ExecuteSqlAsync(
            $"""
            -- insert invitation of operator
            INSERT INTO invitations (id, email, normalized_email, role_id, token_hash, created_at, expires_at)
            VALUES (
                {id}, {email}, {normalizedEmail},
                (SELECT r.id FROM roles r WHERE r.normalized_name = {normalizer.NormalizeName(role)}::text), {hash},
                clock_timestamp(), clock_timestamp() + {Lifetime})
            """) > 0;
    }

    private sealed record Row(Guid Id, string? Role);
}
