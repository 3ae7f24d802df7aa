using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Registration;

/// <summary>Creates accounts. Of parallel registrations of one e-mail, the unique index lets one through.</summary>
internal sealed class RegistrationService(
    UserManager<User> users,
    AuthDbContext db,
    PasswordPolicy policy,
    PasswordGate gate,
    AccountLockout lockout,
    AuditLog audit,
    AuthMeter meter,
    TimeProvider time)
{
    public async Task<RegistrationOutcome> RegisterAsync(
        string email, string password, string? displayName, Actor actor, CancellationToken cancellationToken)
    {
        var reasons = policy.Check(password, email, displayName);
        if (reasons.Count > 0)
        {
            return await RefuseAsync(new RegistrationOutcome.WeakPassword(reasons), RegistrationResult.WeakPassword, actor);
        }

        // The hash comes first: Identity would otherwise hash on the request thread.
        using var place = gate.TryEnter(new HashClaimant(actor.Address, Account: null));
        if (place is null)
        {
            meter.Registration(RegistrationResult.Busy);
            return new RegistrationOutcome.Busy(await gate.TurnAwayAsync(cancellationToken));
        }

        var hash = await place.HashAsync(password, cancellationToken);
        return await CreateAsync(NewUser(email, hash, displayName), actor) is { } id
            ? new RegistrationOutcome.Registered(id)
            : await RefuseAsync(new RegistrationOutcome.EmailTaken(), RegistrationResult.EmailTaken, actor);
    }

    /// <returns>Null if the e-mail is taken.</returns>
    private async Task<Guid?> CreateAsync(User user, Actor actor)
    {
        var identifier = await lockout.IdentifierHashAsync(users.NormalizeEmail(user.Email)!, CancellationToken.None);
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
            return null;
        }

        // Guesses at this e-mail from before there was an account must not lock its owner out.
        await lockout.ForgetAsync(identifier);

        transaction.Record(new AuditEntry(AuditEvent.Registered, AuditOutcome.Success, actor) { UserId = user.Id });
        await transaction.CommitAsync();
        meter.Registration(RegistrationResult.Success);
        return user.Id;
    }

    private User NewUser(string email, string hash, string? displayName)
    {
        var now = time.GetUtcNow();
        return new User
        {
            Id = Guid.CreateVersion7(now),
            Email = email,
            DisplayName = displayName,
            PasswordHash = hash,
            CreatedAt = now,
            UpdatedAt = now,
            PasswordChangedAt = now,
        };
    }

    private async Task<RegistrationOutcome> RefuseAsync(
        RegistrationOutcome outcome, RegistrationResult result, Actor actor)
    {
        var entry = new AuditEntry(AuditEvent.RegistrationRefused, AuditOutcome.Refused, actor) 
        {
            Reason = AuditReason.Of(result),
        };
        await audit.WriteAsync(entry);
        meter.Registration(result);
        return outcome;
    }

    private static bool IsEmailTaken(DbUpdateException error) => error.InnerException is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation,
        ConstraintName: AuthDbContext.EmailIndex,
    };
}
