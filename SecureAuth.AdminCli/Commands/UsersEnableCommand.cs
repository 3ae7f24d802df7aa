using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lets a disabled account sign in again; its old sessions stay ended.</summary>
internal sealed class UsersEnableCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersEnableCommand()
        : base(
            "enable",
            "Enables a disabled account; its old sessions stay ended",
            "secureauth users enable alice@example.com --reason \"back from leave\"") =>
        Add(_user);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (IsDryRun(invocation) && !user.IsActive)
        {
            invocation.Terminal.Result(new UserChange(user, DryRun: true), $"Would enable {user.Email}");
            return ExitCode.Done;
        }

        var enabled = !user.IsActive && await invocation.Get<AccountStatus>()
            .EnableAsync(user.Id, Entry(invocation, AuditEvent.UserEnabled));
        invocation.Terminal.Result(
            new UserChange(user, IsDryRun(invocation), Changed: enabled),
            enabled ? $"Enabled {user.Email}" : $"{user.Email} is enabled already");
        return ExitCode.Done;
    }
}
