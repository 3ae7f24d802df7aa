using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Deletes an account and erases the personal data of its user.</summary>
internal sealed class UsersDeleteCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersDeleteCommand()
        : base(
            "delete",
            "Deletes an account. Its sessions end at once, and its personal data is erased: the audit log keeps its events with "
                + "the id alone. The account cannot be restored. The reason stays in the audit log, so it should name nobody.",
            "secureauth users delete alice@example.com --reason \"ticket 4711\"") =>
        Add(_user);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        return new Plan(
            new UserChange(user, SessionsEnded: live), $"Would delete {user.Email} and end its live sessions ({live})")
        {
            Event = AuditEvent.UserDeleted,
            Question = $"Delete {user.Email} for good and end its live sessions ({live})?",
            ApplyAsync = entry => DeleteAsync(invocation.Get<AccountDeletion>(), user, entry),
        };
    }

    private static async Task<ChangeResult> DeleteAsync(AccountDeletion accounts, Account user, AuditEntry entry) =>
        await accounts.DeleteAsync(user.Id, entry) is AccountDeletionOutcome.Deleted done
            ? new ChangeResult(
                new UserChange(user, SessionsEnded: done.SessionsEnded),
                $"Deleted {user.Email} and ended its live sessions ({done.SessionsEnded})")
            : throw UserLookup.NoSuchUser(user.Email);
}
