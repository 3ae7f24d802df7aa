using System.CommandLine;
using SecureAuth.AdminCli;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;

namespace SecureAuth.UnitTests.AdminCli;

/// <summary>A command plans; only what all of them share decides whether the plan is carried out.</summary>
public sealed class ChangingCommandTests
{
    [Fact]
    public async Task A_dry_run_carries_nothing_out()
    {
        var command = new Command();

        Assert.Equal(0, await command.RunAsync("--dry-run", "--yes"));

        Assert.Empty(command.Entries);
    }

    [Fact]
    public async Task What_asks_is_not_carried_out_unasked()
    {
        var command = new Command { Question = "Sure?" };

        Assert.Equal(4, await command.RunAsync());

        Assert.Empty(command.Entries);
    }

    [Fact]
    public async Task What_is_carried_out_has_an_entry_that_says_who_and_why()
    {
        var command = new Command();

        Assert.Equal(0, await command.RunAsync("--reason", "ticket 4711"));

        var entry = Assert.Single(command.Entries);
        Assert.Equal(AuditEvent.UserEnabled, entry.Event);
        Assert.Equal(ActorKind.Operator, entry.Actor.Kind);
        Assert.Equal("ticket 4711", entry.Reason?.Text);
    }

    [Fact]
    public async Task Where_there_is_nothing_to_do_nothing_is_asked()
    {
        var command = new Command { Question = "Sure?", IsDoneAlready = true };

        Assert.Equal(0, await command.RunAsync());

        Assert.Empty(command.Entries);
    }

    [Fact]
    public void Every_command_either_only_reads_or_plans()
    {
        string[] readers = ["migrate", "doctor", "list", "show"];
        var others = CommandTree.Create().Subcommands.SelectMany(c => c.Subcommands.Prepend(c))
            .Where(c => c is OperatorCommand && !readers.Contains(c.Name));

        Assert.All(others, command => Assert.IsAssignableFrom<ChangingCommand>(command));
    }

    private sealed class Command() : ChangingCommand("change", "Changes something", "secureauth change")
    {
        public List<AuditEntry> Entries { get; } = [];

        public string? Question { get; init; }

        public bool IsDoneAlready { get; init; }

        public Task<int> RunAsync(params string[] arguments)
        {
            var root = new RootCommand { OutputOptions.Output, OutputOptions.NoColor, OutputOptions.Wide, OutputOptions.Verbose, this };
            return root.Parse(["change", .. arguments])
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = TextWriter.Null });
        }

        protected override Task<Plan> PlanAsync(Invocation invocation, CancellationToken cancellationToken) =>
            Task.FromResult(new Plan(new Nothing(), "Would change it")
            {
                Event = AuditEvent.UserEnabled,
                Question = Question,
                ApplyAsync = IsDoneAlready ? null : ApplyAsync,
            });

        private Task<ChangeResult> ApplyAsync(AuditEntry entry)
        {
            Entries.Add(entry);
            return Task.FromResult(new ChangeResult(new Nothing(), "Changed it"));
        }
    }

    private sealed record Nothing : Change;
}
