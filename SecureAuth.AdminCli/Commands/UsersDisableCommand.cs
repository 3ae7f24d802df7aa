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

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var terminal = invocation.Terminal;
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (!user.IsActive)
        {
            terminal.Result(new UserChange(user, IsDryRun(invocation)), $"{user.Email} is disabled already");
            return ExitCode.Done;
        }

        var live = await LiveSession.CountAsync(invocation.Get<AuthDbContext>(), user.Id, cancellationToken);
        if (IsDryRun(invocation))
        {
            terminal.Result(new UserChange(user, DryRun: true), $"Would disable {user.Email}; live sessions that end: {live}");
            return ExitCode.Done;
        }

        Confirm(invocation, $"Disable {user.Email} and end its live sessions ({live})?");
        var ended = await invocation.Get<AccountStatus>()
            .DisableAsync(user.Id, Entry(invocation, AuditEvent.UserDisabled));
        terminal.Result(
            new UserChange(user, Changed: ended is not null, SessionsEnded: ended ?? 0),
            ended is null ? $"{user.Email} is disabled already" : $"Disabled {user.Email}; sessions ended: {ended}");
        invocation.WarnIfRedisMissedIt();
        return ExitCode.Done;
    }
}
