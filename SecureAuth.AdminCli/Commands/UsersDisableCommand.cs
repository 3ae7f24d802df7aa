using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Shuts an account out, everywhere and at once.</summary>
internal sealed class UsersDisableCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersDisableCommand()
        : base(
            "disable",
            "Disables an account: its sessions end at once, and it cannot sign in",
            "secureauth users disable alice@example.com --reason \"left the company\"") =>
        Add(_user);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (!user.IsActive)
        {
            return new Plan(new UserChange(user, Changed: false), $"{user.Email} is disabled already");
        }

        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        return new Plan(new UserChange(user, SessionsEnded: live), $"Would disable {user.Email}; live sessions that end: {live}")
        {
            Event = AuditEvent.UserDisabled,
            Question = $"Disable {user.Email} and end its live sessions ({live})?",
            ApplyAsync = entry => DisableAsync(invocation.Get<AccountStatus>(), user, entry),
        };
    }

    private static async Task<Applied> DisableAsync(AccountStatus accounts, Account user, AuditEntry entry)
    {
        var ended = await accounts.DisableAsync(user.Id, entry);
        return new Applied(
            new UserChange(user, Changed: ended is not null, SessionsEnded: ended ?? 0),
            ended is null ? $"{user.Email} is disabled already" : $"Disabled {user.Email}; sessions ended: {ended}");
    }
}
