using System.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// A command that changes something, and leaves an audit row that says who did it and why. It plans; whether the plan is
/// carried out is decided here, for all of them.
/// </summary>
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

    /// <summary>Finds out what is to be done, and refuses what would fail. Changes nothing.</summary>
    protected abstract Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken);

    protected sealed override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(invocation, cancellationToken);
        var dryRun = invocation.Parsed.GetValue(_dryRun);
        if (dryRun || plan.ApplyAsync is null)
        {
            var expected = await plan.ForecastAsync();
            Write(invocation.Terminal, expected with { Change = expected.Change with { DryRun = dryRun } });
            return ExitCode.Done;
        }

        if (plan.Question is { } question)
        {
            Confirm(invocation, question);
        }

        var applied = await plan.ApplyAsync(Entry(invocation, plan.Event));
        Tell(invocation.Terminal, applied);
        if (plan.Question is not null)
        {
            invocation.WarnIfRedisMissedIt();
        }

        return ExitCode.Done;
    }

    private static void Write(Terminal terminal, Applied report) => terminal.Result<object>(
        report.Change,
        _ => new Rows(new IRenderable?[] { new Text(SafeText.Of(report.Message)), report.Details }.OfType<IRenderable>()));

    private static void Tell(Terminal terminal, Applied applied)
    {
        try
        {
            Write(terminal, applied);
        }
        catch (OutputException error)
        {
            throw new OperatorException(ExitCode.Failed, $"{applied.Message}. That was done, but {error.Message}");
        }
    }

    private AuditEntry Entry(Invocation invocation, AuditEvent @event)
    {
        var reason = invocation.Parsed.GetValue(_reason);
        return new AuditEntry(@event, AuditOutcome.Success, OperatorActor.Current())
        {
            Reason = string.IsNullOrWhiteSpace(reason) ? null : AuditReason.FromOperator(reason),
        };
    }

    /// <summary>Asks before something that cannot be taken back. Returns only if the answer was yes.</summary>
    private void Confirm(Invocation invocation, string question)
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
