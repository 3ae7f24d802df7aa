using System.CommandLine;
using SecureAuth.AdminCli;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Audit;

namespace SecureAuth.UnitTests.AdminCli.CommandLine;

/// <summary>A command only plans. The shared base class decides whether the plan is executed.</summary>
public sealed class ChangingCommandTests
{
    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var command = new Command();

        Assert.Equal(0, await command.RunAsync("--dry-run", "--yes"));

        Assert.Empty(command.Entries);
    }

    [Fact]
    public async Task A_change_that_needs_confirmation_is_not_made_without_it()
    {
        var command = new Command { Question = "Sure?" };

        Assert.Equal(4, await command.RunAsync());

        Assert.Empty(command.Entries);
    }

    [Fact]
    public async Task A_change_is_recorded_with_its_actor_and_reason()
    {
        var command = new Command();

        Assert.Equal(0, await command.RunAsync("--reason", "ticket 4711"));

        var entry = Assert.Single(command.Entries);
        Assert.Equal(AuditEvent.UserEnabled, entry.Event);
        Assert.Equal(ActorKind.Operator, entry.Actor.Kind);
        Assert.Equal("ticket 4711", entry.Reason?.Text);
    }

    [Fact]
    public async Task An_empty_plan_asks_for_no_confirmation()
    {
        var command = new Command { Question = "Sure?", IsDoneAlready = true };

        Assert.Equal(0, await command.RunAsync());

        Assert.Empty(command.Entries);
    }

    [Fact]
    public void Every_command_either_only_reads_or_plans()
    {
        string[] readers = ["migrate", "doctor", "list", "show", "export", "verify", "seal", "invitations", "completion"];
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
            var root = new RootCommand { this };
            OutputOptions.AddTo(root);
            return root.Parse(["change", .. arguments]).InvokeAsync(SilentHost.Create());
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
