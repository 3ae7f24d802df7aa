using System.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;
using Spectre.Console;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// A command that changes something and writes an audit row with the operator and the reason. A subclass only makes the plan.
/// This class handles <c>--dry-run</c> and the confirmation, so that no command can forget them.
/// </summary>
internal abstract class ChangingCommand : OperatorCommand
{
    /// <summary>In UTF-16 code units. A reason is a sentence or a ticket number.</summary>
    private const int MaxReasonLength = 500;

    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Reason to record in the audit log",
        HelpName = "text",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show what would be done without changing anything",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Skip the confirmation prompt" };

    protected ChangingCommand(string name, string description, string example)
        : base(name, description, example)
    {
        _reason.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length > MaxReasonLength))
            {
                result.AddError($"--reason must not be longer than {MaxReasonLength} characters.");
            }
        });
        Add(_reason);
        Add(_dryRun);
        Add(_yes);
    }

    /// <summary>Determines what has to be done, and throws if it would fail. Changes nothing.</summary>
    protected abstract Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken);

    protected sealed override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(invocation, cancellationToken);
        var dryRun = invocation.Parsed.GetValue(_dryRun);
        if (dryRun || plan.ApplyAsync is null)
        {
            var preview = await plan.PreviewAsync();
            Write(invocation.Terminal, preview with { Change = preview.Change with { DryRun = dryRun } });
            return preview.Code;
        }

        if (plan.Question is { } question)
        {
            Confirm(invocation, question);
        }

        var result = await plan.ApplyAsync(CreateEntry(invocation, plan.Event));
        WriteDone(invocation.Terminal, result);
        if (plan.ChangesTokens || (plan.Question is not null && plan.EndsSessions))
        {
            invocation.WarnIfRedisIsUnavailable();
        }

        return result.Code;
    }

    private static void Write(Terminal terminal, ChangeResult result) => terminal.Result<object>(
        result.Change,
        _ => result.Details is { } details ? new Rows(MessageOf(result), details) : new Rows(MessageOf(result)));

    private static Text MessageOf(ChangeResult result) => new(TerminalText.Escape(result.Message));

    /// <summary>If the output cannot be written, the error must still tell the operator that the change was made.</summary>
    private static void WriteDone(Terminal terminal, ChangeResult result)
    {
        try
        {
            Write(terminal, result);
        }
        catch (OutputException error)
        {
            throw new OperatorException(ExitCode.Failed, $"{result.Message}. The change was made, but {error.Message}");
        }
    }

    private AuditEntry CreateEntry(Invocation invocation, AuditEvent @event)
    {
        var reason = invocation.Parsed.GetValue(_reason);
        return new AuditEntry(@event, AuditOutcome.Success, OperatorActor.Current())
        {
            Reason = string.IsNullOrWhiteSpace(reason) ? null : AuditReason.FromOperator(reason),
        };
    }

    /// <summary>Asks for confirmation before a change that cannot be undone. Returns only if the operator confirms.</summary>
    private void Confirm(Invocation invocation, string question)
    {
        if (invocation.Parsed.GetValue(_yes))
        {
            return;
        }

        if (!invocation.Terminal.CanAsk)
        {
            throw new OperatorException(
                ExitCode.NotConfirmed,
                "Nothing was changed: the command needs confirmation, and there is no terminal to ask on (use --yes)");
        }

        if (!invocation.Terminal.Ask(question))
        {
            throw new OperatorException(ExitCode.NotConfirmed, "Nothing was changed: the command was not confirmed");
        }
    }
}
