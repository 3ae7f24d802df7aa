using System.CommandLine;
using System.Globalization;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A command that shows something, once or again and again. A subclass only reads it.</summary>
internal abstract class WatchableCommand : OperatorCommand
{
    private const int DefaultSeconds = 2;
    private const int MaxSeconds = 3600;

    private readonly Option<string?> _watch = new("--watch")
    {
        Description = "Show it again every few seconds, 2 by default, until Ctrl+C: on a terminal in place, with --output json "
            + "as one document a line",
        HelpName = "seconds",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected WatchableCommand(string name, string description, string example)
        : base(name, description, example)
    {
        _watch.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => ParseSeconds(token.Value) is null))
            {
                result.AddError($"--watch must be a number of seconds from 1 to {MaxSeconds}, or the last option without one.");
            }
        });
        _watch.CompletionSources.Add("1", "2", "5", "10");
        Add(_watch);
    }

    /// <summary>Whether the operator asks to watch. Another option may exclude it.</summary>
    protected bool IsWatched(Invocation invocation) => invocation.Parsed.GetResult(_watch) is not null;

    protected abstract Task<View> ReadAsync(Invocation invocation, CancellationToken cancellationToken);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (invocation.Parsed.GetResult(_watch) is not { } watch)
        {
            Show(invocation.Terminal, await ReadAsync(invocation, cancellationToken));
            return ExitCode.Done;
        }

        var terminal = invocation.Terminal;
        if (!terminal.IsJson && !terminal.CanRedraw)
        {
            throw new OperatorException(ExitCode.WrongUsage, "--watch needs a terminal, or --output json");
        }

        var seconds = watch.Tokens.Select(token => ParseSeconds(token.Value)).FirstOrDefault() ?? DefaultSeconds;
        return terminal.IsJson
            ? await RepeatAsync(invocation, seconds, view => terminal.JsonLine(view.Document), cancellationToken)
            : await RedrawAsync(invocation, seconds, cancellationToken);
    }

    private async Task<ExitCode> RedrawAsync(Invocation invocation, int seconds, CancellationToken cancellationToken)
    {
        var time = invocation.Get<TimeProvider>();
        View? last = null;
        ExitCode code;
        using (var screen = invocation.Terminal.OpenScreen())
        {
            code = await RepeatAsync(
                invocation,
                seconds,
                view =>
                {
                    last = view;
                    screen.Redraw(
                        $"{TextTable.Time(time.GetUtcNow())}, every {seconds} s; Ctrl+C to end", view.Describe());
                },
                cancellationToken);
        }

        // The cleared terminal has its old content again, and the operator may want to copy what was seen last.
        if (last is not null)
        {
            invocation.Terminal.Part(last.Describe());
        }

        return code;
    }

    private Task<ExitCode> RepeatAsync(
        Invocation invocation, int seconds, Action<View> show, CancellationToken cancellationToken) =>
        Repetition.RunAsync(
            invocation,
            TimeSpan.FromSeconds(seconds),
            async () =>
            {
                // Otherwise a row that has been read before would keep its old values.
                invocation.Get<AuthDbContext>().ChangeTracker.Clear();
                show(await ReadAsync(invocation, cancellationToken));
            },
            cancellationToken);

    private static void Show(Terminal terminal, View view)
    {
        terminal.Result(view.Document, _ => view.Describe());
        if (view.Note is { } note)
        {
            terminal.Say(note);
        }
    }

    private static int? ParseSeconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MaxSeconds
            ? seconds
            : null;
}
