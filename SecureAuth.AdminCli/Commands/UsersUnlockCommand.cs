using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lets a user who was locked out by failed attempts sign in again.</summary>
internal sealed class UsersUnlockCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersUnlockCommand()
        : base(
            "unlock",
            "Clears the lockout of an account and its failed attempts",
            "secureauth users unlock alice@example.com --reason \"called the help desk\"") =>
        Add(_user);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (!await invocation.Get<AccountLockout>().CanUnlockAsync(user.Id, cancellationToken))
        {
            return new Plan(new UserChange(user, Changed: false), NothingToClear(user));
        }

        return new Plan(new UserChange(user), $"Would clear the lockout and the failed attempts of {user.Email}")
        {
            Event = AuditEvent.UserUnlocked,
            ApplyAsync = entry => UnlockAsync(invocation, user, entry),
        };
    }

    private static async Task<ChangeResult> UnlockAsync(Invocation invocation, Account user, AuditEntry entry)
    {
        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        var cleared = await invocation.Get<AccountLockout>().UnlockAsync(user.Id);
        if (cleared)
        {
            transaction.Record(entry with { UserId = user.Id });
            await transaction.CommitAsync();
        }

        return new ChangeResult(
            new UserChange(user, Changed: cleared), cleared ? $"Unlocked {user.Email}" : NothingToClear(user));
    }

    private static string NothingToClear(Account user) => $"Nothing to clear: {user.Email} has no failed attempts";
}
