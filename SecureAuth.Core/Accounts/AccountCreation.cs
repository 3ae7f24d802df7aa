using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Creates accounts, for whoever registers and for operators. Of parallel creations with one e-mail, the unique index lets
/// one through.
/// </summary>
public sealed class AccountCreation(
    UserManager<User> users,
    AuthDbContext db,
    PasswordPolicy policy,
    HashQueue gate,
    AccountLockout lockout,
    AuditLog audit,
    CommitVerification committed,
    TimeProvider time)
{
    /// <param name="account">What it is to be.</param>
    /// <param name="claimant">Whose share of the hashing threads it takes.</param>
    /// <param name="entry">What is recorded if it is created.</param>
    /// <param name="cancellationToken">Ends the waiting for the hash; what comes after it is not cancelled.</param>
    public async Task<AccountCreationOutcome> CreateAsync(
        NewAccount account, HashCaller claimant, AuditEntry entry, CancellationToken cancellationToken)
    {
        var reasons = policy.Check(account.Password, account.Email, account.DisplayName);
        if (reasons.Count > 0)
        {
            return new AccountCreationOutcome.WeakPassword(reasons);
        }

        using var place = gate.TryReserve(claimant);
        if (place is null)
        {
            return new AccountCreationOutcome.Busy(await gate.RejectAsync(cancellationToken));
        }

        // The hash comes first: Identity would otherwise hash on the request thread, and inside the transaction.
        var hash = await place.HashAsync(account.Password, cancellationToken);
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
                throw new InvalidOperationException($"Identity refused a user: {string.Join(", ", created.Errors.Select(e => e.Code))}");
            }
        }
        catch (DbUpdateException error) when (IsEmailTaken(error))
        {
            db.ChangeTracker.Clear();
            return new AccountCreationOutcome.EmailTaken();
        }

        // Guesses at this e-mail from before there was an account must not lock its owner out.
        await lockout.ForgetAsync(identifier);
        var roleCreated = role is not null && await AddToRoleAsync(user.Id, role);
        transaction.Record(entry with { UserId = user.Id });

        // A second try would find the e-mail taken: whoever asked must not be told of a failure that was none.
        await transaction.CommitOrVerifyAsync(committed);
        return new AccountCreationOutcome.Created(user, roleCreated);
    }

    /// <returns>Whether there was no role of that name.</returns>
    private async Task<bool> AddToRoleAsync(Guid userId, string role)
    {
        var normalized = users.NormalizeName(role);
        var created = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO roles (id, name, normalized_name) VALUES ({Guid.CreateVersion7(time.GetUtcNow())}, {role}, {normalized})
            ON CONFLICT (normalized_name) DO NOTHING
            """);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO user_roles (user_id, role_id) SELECT {userId}, id FROM roles WHERE normalized_name = {normalized}");
        return created > 0;
    }

    private User NewUser(NewAccount account, string hash)
    {
        // Postgres keeps microseconds: what is told of the account now is what will be read of it later.
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
