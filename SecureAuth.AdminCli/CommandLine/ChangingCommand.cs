using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A command that changes something, and leaves an audit row that says who did it and why.</summary>
internal abstract class ChangingCommand : OperatorCommand
{
    /// <summary>In UTF-16 units; a reason is a sentence or a ticket's number.</summary>
    private const int LongestReason = 500;

    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why, for the audit log",
        HelpName = "text",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, change nothing" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask for confirmation" };

    protected ChangingCommand(string name, string description, string example)
        : base(name, description, example)
    {
        _reason.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length > LongestReason))
            {
                result.AddError($"--reason takes at most {LongestReason} characters.");
            }
        });
        Add(_reason);
        Add(_dryRun);
        Add(_yes);
    }

    protected bool IsDryRun(Invocation invocation) => invocation.Parsed.GetValue(_dryRun);

    /// <summary>The audit row of what this command does.</summary>
    protected AuditEntry Entry(Invocation invocation, AuditEvent @event)
    {
        var reason = invocation.Parsed.GetValue(_reason);
        return new AuditEntry(@event, AuditOutcome.Success, OperatorActor.Current())
        {
            Reason = string.IsNullOrWhiteSpace(reason) ? null : AuditReason.OfOperator(reason),
        };
    }

    /// <summary>Asks before something that cannot be taken back. Returns only if the answer was yes.</summary>
    protected void Confirm(Invocation invocation, string question)
    {
        if (invocation.Parsed.GetValue(_yes))
        {
            return;
        }

        if (!invocation.Terminal.CanAsk)
        {
            throw new OperatorException(
                ExitCode.NotConfirmed, "Not confirmed, nothing was done: there is no terminal to ask on, and no --yes");
        }

        if (!invocation.Terminal.Ask(question))
        {
            throw new OperatorException(ExitCode.NotConfirmed, "Not confirmed; nothing was done");
        }
    }
}
