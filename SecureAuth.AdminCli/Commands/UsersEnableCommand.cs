using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.AdminCli.Commands;

/// <summary>Lets a disabled account sign in again. Its old sessions stay ended.</summary>
internal sealed class UsersEnableCommand : ChangingCommand
{
    private readonly Argument<string> _user = UserArgument.Create();

    public UsersEnableCommand()
        : base(
            "enable",
            "Enables a disabled account. Its old sessions stay ended.",
            "secureauth users enable alice@example.com --reason \"back from leave\"") =>
        Add(_user);

    protected override async Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var user = await invocation.Get<UserLookup>().FindAsync(invocation.Parsed.GetRequiredValue(_user), cancellationToken);
        if (user.IsActive)
        {
            return new Plan(new UserChange(user, Changed: false), $"{user.Email} is already enabled");
        }

        return new Plan(new UserChange(user), $"Would enable {user.Email}")
        {
            Event = AuditEvent.UserEnabled,
            ApplyAsync = entry => EnableAsync(invocation.Get<AccountStatus>(), user, entry),
        };
    }

    private static async Task<ChangeResult> EnableAsync(AccountStatus accounts, Account user, AuditEntry entry)
    {
        var enabled = await accounts.EnableAsync(user.Id, entry);
        return new ChangeResult(
            new UserChange(user, Changed: enabled), enabled ? $"Enabled {user.Email}" : $"{user.Email} is already enabled");
    }
}
