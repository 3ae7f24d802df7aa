using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lets a user try again who was locked out by failed attempts.</summary>
internal sealed class UsersUnlockCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersUnlockCommand()
        : base(
            "unlock",
            "Clears the lockout of an account and its counted failures",
            "secureauth users unlock alice@example.com --reason \"called the desk\"") =>
        Add(_user);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (IsDryRun(invocation))
        {
            invocation.Terminal.Result(
                new UserChange(user, DryRun: true), $"Would clear the lockout and the failed attempts of {user.Email}");
            return ExitCode.Done;
        }

        await using var transaction = await invocation.Get<AuditLog>().BeginAsync();
        var cleared = await invocation.Get<AccountLockout>().UnlockAsync(user.Id);
        if (cleared)
        {
            transaction.Record(Entry(invocation, AuditEvent.UserUnlocked) with { UserId = user.Id });
            await transaction.CommitAsync();
        }

        invocation.Terminal.Result(
            new UserChange(user, Changed: cleared),
            cleared ? $"Unlocked {user.Email}" : $"Nothing to clear: {user.Email} has no failed attempts");
        return ExitCode.Done;
    }
}
