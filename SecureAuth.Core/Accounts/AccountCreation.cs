using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Creates accounts, both for people who register and for operators. If several creations with the same e-mail run in
/// parallel, the unique index lets exactly one of them succeed. A new and a taken address run the same statements, so that the
/// time does not reveal which of them it was.
/// </summary>
public sealed class AccountCreation(
    ILookupNormalizer normalizer,
    AuthDbContext db,
    PasswordPolicy policy,
    HashQueue queue,
    AccountLockout lockout,
    AccountRoles roles,
    Invitations invitations,
    Outbox outbox,
    MailedCodes codes,
    Usernames usernames,
    AuditLog audit,
    CommitVerification committed,
    TimeProvider time)
{
    /// <param name="caller">The caller whose share of the hash queue is used.</param>
    /// <param name="entry">The audit entry to record if the account is created.</param>
    /// <param name="cancellationToken">Cancels the wait for the hash. Nothing after the hash is cancelled.</param>
    public async Task<AccountCreationOutcome> CreateAsync(
        NewAccount account, HashCaller caller, AuditEntry entry, CancellationToken cancellationToken)
    {
        var reasons = await policy.CheckAsync(account.Password, account.PersonalData, cancellationToken);
        if (reasons.Count > 0)
        {
            return new AccountCreationOutcome.WeakPassword(reasons);
        }

        using var slot = queue.TryReserve(caller);
        if (slot is null)
        {
            return new AccountCreationOutcome.Busy(await queue.RejectAsync(cancellationToken));
        }

        var hash = await slot.HashAsync(account.Password, cancellationToken);
        var user = NewUser(account, hash);
        var identifier = await lockout.IdentifierHashAsync(user.NormalizedEmail!, CancellationToken.None);
        return await InsertAsync(user, account, identifier, entry);
    }

    private async Task<AccountCreationOutcome> InsertAsync(User user, NewAccount account, byte[] identifier, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        await db.LockEmailsAsync(user.NormalizedEmail!);
        var created = await InsertUserAsync(user);
        if (account.Invitation is { } invitation && !(created && await invitations.RedeemAsync(invitation, user.Id)))
        {
            return new AccountCreationOutcome.InvalidInvitation();
        }

        if (!created && entry.Event != AuditEvent.Registered)
        {
            // Only a registration that is refused is a security event. An operator sees the reason.
            return new AccountCreationOutcome.EmailTaken();
        }

        // Where the response does not tell whether the address is free, the name is refused or held in both cases.
        if (account.Username is { } username && (created || account.TellsOwner)
            && !await usernames.HoldAsync(username, created ? user.Id : null, user.NormalizedEmail))
        {
            return new AccountCreationOutcome.UsernameTaken();
        }

        // Guesses made at this e-mail before the account existed must not lock out its owner. But if the response does not tell
        // whether the address was free, the end of its lock must not tell either. The mail to its owner ends the lock then.
        await (account.TellsOwner
            ? lockout.AssignAsync(identifier, user.Id, created)
            : lockout.ClearAsync(identifier, created));
        if (created ? !account.EmailVerified : account.TellsOwner)
        {
            var kind = created ? MailKind.VerifyEmail : MailKind.RegistrationAttempt;
            if (account.Proof?.Code is { } code)
            {
                await codes.AddAsync(code);
            }

            await outbox.AddAsync(transaction, NewMail.ToAddress(kind, account.Email, account.Proof?.AddTo(null)));
        }

        var roleCreated = false;
        foreach (var role in created ? account.Roles : [])
        {
            roleCreated |= (await roles.AddAsync(user.Id, role)).RoleCreated;
        }

        transaction.Record(created
            ? entry with { UserId = user.Id }
            : entry with
            {
                Event = AuditEvent.RegistrationRefused,
                Outcome = AuditOutcome.Refused,
                Reason = AuditReason.Of(RegistrationResult.EmailTaken),
            });

        // A retry would find the e-mail taken, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return created
            ? new AccountCreationOutcome.Created(
                user, roleCreated, account.Invitation?.Role is { } invited ? [.. account.Roles, invited] : account.Roles)
            : new AccountCreationOutcome.EmailTaken();
    }

    /// <summary>Inserts the user, unless the address belongs to another account or is reserved for one.</summary>
    private async Task<bool> InsertUserAsync(User user) => await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
        $"""
        -- insert user
        INSERT INTO users (
            id, email, normalized_email, email_verified, display_name, password_hash, security_stamp, concurrency_stamp,
            is_active, totp_enabled, created_at, updated_at, password_changed_at, fields)
        SELECT
            {user.Id}, {user.Email}, {user.NormalizedEmail}, {user.EmailConfirmed}, {user.DisplayName}::text,
            {user.PasswordHash}, {SecurityStamp.New()}, {user.ConcurrencyStamp}, true, false, {user.CreatedAt},
            {user.UpdatedAt}, {user.PasswordChangedAt}, {user.Fields}::jsonb
        WHERE NOT EXISTS (
            SELECT FROM one_time_tokens t WHERE t.normalized_email = {user.NormalizedEmail} AND {RestoreTokens.Reserves})
        ON CONFLICT (normalized_email) DO NOTHING
        """)) > 0;

    private User NewUser(NewAccount account, string hash)
    {
        // Postgres stores microseconds. Truncating here makes the response equal to what later reads return.
        var precise = time.GetUtcNow();
        var now = precise.AddTicks(-(precise.Ticks % TimeSpan.TicksPerMicrosecond));
        return new User
        {
            Id = Guid.CreateVersion7(now),
            Email = account.Email,
            NormalizedEmail = normalizer.NormalizeEmail(account.Email),
            EmailConfirmed = account.EmailVerified,
            DisplayName = account.DisplayName,
            Fields = account.Fields,
            PasswordHash = hash,
            CreatedAt = now,
            UpdatedAt = now,
            PasswordChangedAt = now,
        };
    }
}
