using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.SecondFactor;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Removes the second factor of a user who has lost it, so that the password is enough to sign in.</summary>
internal sealed class UsersResetSecondFactorCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersResetSecondFactorCommand()
        : base(
            "reset-2fa",
            "Removes the authenticator app, the recovery codes and the passkeys of a user and ends all sessions. The user can "
                + "then sign in with the password alone, so verify who is asking. A lockout stays in force (see users unlock).",
            "secureauth users reset-2fa alice@example.com --reason \"lost her phone, passport checked\"") =>
        Add(_user);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var db = invocation.Get<AuthDbContext>();
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var factors = new RemovedFactors(
            await db.TotpCredentials.TagWith("count authenticators").CountAsync(t => t.UserId == user.Id, cancellationToken),
            await db.RecoveryCodes.TagWith("count recovery codes").CountAsync(c => c.UserId == user.Id, cancellationToken),
            await db.Passkeys.TagWith("count passkeys").CountAsync(p => p.UserId == user.Id, cancellationToken));
        if (factors.IsNone)
        {
            return new Plan(new Reset(user, factors, Changed: false), NothingToRemove(user));
        }

        var live = await LiveSession.CountAsync(db, user.Id, cancellationToken);
        return new Plan(
            new Reset(user, factors, SessionsEnded: live),
            $"Would remove {Describe(factors)} of {user.Email} and end its live sessions ({live})")
        {
            Event = AuditEvent.SecondFactorReset,
            Question = $"Remove {Describe(factors)} of {user.Email} and end its live sessions ({live})?",
            ApplyAsync = entry => ResetAsync(invocation.Get<SecondFactorReset>(), user, entry),
        };
    }

    private static async Task<ChangeResult> ResetAsync(SecondFactorReset factors, Account user, AuditEntry entry) =>
        await factors.ResetAsync(user.Id, entry) is { } done
            ? new ChangeResult(
                new Reset(user, done.Removed, SessionsEnded: done.SessionsEnded),
                $"Removed {Describe(done.Removed)} of {user.Email} and ended its live sessions ({done.SessionsEnded})")
            : new ChangeResult(new Reset(user, RemovedFactors.None, Changed: false), NothingToRemove(user));

    private static string NothingToRemove(Account user) =>
        $"Nothing to remove: {user.Email} has no second factor and no passkey";

    private static string Describe(RemovedFactors factors)
    {
        var parts = new List<string>();
        if (factors.Authenticators > 0)
        {
            parts.Add("the authenticator app");
        }

        if (factors.Authenticators + factors.RecoveryCodes > 0)
        {
            parts.Add($"the recovery codes ({factors.RecoveryCodes})");
        }

        if (factors.Passkeys > 0)
        {
            parts.Add($"the passkeys ({factors.Passkeys})");
        }

        return parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
    }

    private sealed record Reset(
        Guid UserId,
        string Email,
        bool Changed,
        int SessionsEnded,
        int AuthenticatorsRemoved,
        int RecoveryCodesRemoved,
        int PasskeysRemoved)
        : UserChange(UserId, Email, Changed, SessionsEnded)
    {
        public Reset(Account user, RemovedFactors factors, bool Changed = true, int SessionsEnded = 0)
            : this(
                user.Id, user.Email, Changed, SessionsEnded, factors.Authenticators, factors.RecoveryCodes, factors.Passkeys)
        {
        }
    }
}
