using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Creates accounts, both for people who register and for operators. If several creations with the same e-mail run in
/// parallel, the unique index lets exactly one of them succeed.
/// </summary>
public sealed class AccountCreation(
    UserManager<User> users,
    AuthDbContext db,
    PasswordPolicy policy,
    HashQueue queue,
    AccountLockout lockout,
    AuditLog audit,
    CommitVerification committed,
    TimeProvider time)
{
    /// <param name="account">The account to create.</param>
    /// <param name="caller">The caller whose share of the hash queue is used.</param>
    /// <param name="entry">The audit entry to record if the account is created.</param>
    /// <param name="cancellationToken">Cancels the wait for the hash. Nothing after the hash is cancelled.</param>
    public async Task<AccountCreationOutcome> CreateAsync(
        NewAccount account, HashCaller caller, AuditEntry entry, CancellationToken cancellationToken)
    {
        var reasons = await policy.CheckAsync(account.Password, account.Email, account.DisplayName, cancellationToken);
        if (reasons.Count > 0)
        {
            return new AccountCreationOutcome.WeakPassword(reasons);
        }

        using var slot = queue.TryReserve(caller);
        if (slot is null)
        {
            return new AccountCreationOutcome.Busy(await queue.RejectAsync(cancellationToken));
        }

        // Hash first. Otherwise Identity would hash on the request's thread and inside the transaction.
        var hash = await slot.HashAsync(account.Password, cancellationToken);
        var identifier = await lockout.IdentifierHashAsync(users.NormalizeEmail(account.Email)!, CancellationToken.None);
        return await InsertAsync(NewUser(account, hash), account.Role, identifier, entry);
    }

    private async Task<AccountCreationOutcome> InsertAsync(User user, string? role, byte[] identifier, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        try
        {
            var created = await users.CreateAsync(user);
            if (!created.Succeeded)
            {
                var codes = string.Join(", ", created.Errors.Select(e => e.Code));
                throw new InvalidOperationException($"Identity rejected a user: {codes}");
            }
        }
        catch (DbUpdateException error) when (IsEmailTaken(error))
        {
            db.ChangeTracker.Clear();
            return new AccountCreationOutcome.EmailTaken();
        }

        // Guesses made at this e-mail before the account existed must not lock out its owner.
        await lockout.ClearAsync(identifier);
        var roleCreated = role is not null && await AddToRoleAsync(user.Id, role);
        transaction.Record(entry with { UserId = user.Id });

        // A retry would find the e-mail taken, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return new AccountCreationOutcome.Created(user, roleCreated);
    }

    /// <returns>Whether the role was created because it did not exist.</returns>
    private async Task<bool> AddToRoleAsync(Guid userId, string role)
    {
        var normalized = users.NormalizeName(role);
        var created = await db.Database.ExecuteSqlAsync(
            $"""
            -- insert role
            INSERT INTO roles (id, name, normalized_name) VALUES ({Guid.CreateVersion7(time.GetUtcNow())}, {role}, {normalized})
            ON CONFLICT (normalized_name) DO NOTHING
            """);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- insert user role
            INSERT INTO user_roles (user_id, role_id) SELECT {userId}, id FROM roles WHERE normalized_name = {normalized}
            """);
        return created > 0;
    }

    private User NewUser(NewAccount account, string hash)
    {
        // Postgres stores microseconds. Truncating here makes the response equal to what later reads return.
        var precise = time.GetUtcNow();
        var now = precise.AddTicks(-(precise.Ticks % TimeSpan.TicksPerMicrosecond));
        return new User
        {
            Id = Guid.CreateVersion7(now),
            Email = account.Email,
            EmailConfirmed = account.EmailVerified,
            DisplayName = account.DisplayName,
            PasswordHash = hash,
            CreatedAt = now,
            UpdatedAt = now,
            PasswordChangedAt = now,
        };
    }

    private static bool IsEmailTaken(DbUpdateException error) => error.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation,
        ConstraintName: AuthDbContext.EmailIndex,
    };
}
