using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Disables an account. Its sessions end at once on every API instance.</summary>
internal sealed class UsersDisableCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersDisableCommand()
        : base(
            "disable",
            "Disables an account. Its sessions end at once, and it can no longer sign in.",
            "secureauth users disable alice@example.com --reason \"left the company\"") =>
        Add(_user);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (!user.IsActive)
        {
            return new Plan(new UserChange(user, Changed: false), $"{user.Email} is already disabled");
        }

        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        return new Plan(
            new UserChange(user, SessionsEnded: live), $"Would disable {user.Email} and end its live sessions ({live})")
        {
            Event = AuditEvent.UserDisabled,
            Question = $"Disable {user.Email} and end its live sessions ({live})?",
            ApplyAsync = entry => DisableAsync(invocation.Get<AccountStatus>(), user, entry),
        };
    }

    private static async Task<ChangeResult> DisableAsync(AccountStatus accounts, Account user, AuditEntry entry)
    {
        var ended = await accounts.DisableAsync(user.Id, entry);
        return new ChangeResult(
            new UserChange(user, Changed: ended is not null, SessionsEnded: ended ?? 0),
            ended is null ? $"{user.Email} is already disabled" : $"Disabled {user.Email} and ended its live sessions ({ended})");
    }
}
