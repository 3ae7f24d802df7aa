using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Audit;

namespace SecureAuth.UnitTests.AdminCli.CommandLine;

public sealed class OperatorActorTests
{
    [Fact]
    public void An_operator_is_named_by_user_and_host()
    {
        var actor = OperatorActor.For(name: null, "alice", "bastion");

        Assert.Equal(ActorKind.Operator, actor.Kind);
        Assert.Equal("alice@bastion", actor.Name);
        Assert.Null(actor.Address);
    }

    [Fact]
    public void A_user_without_a_name_is_unknown() => Assert.Equal("unknown@pod", OperatorActor.For("", "", "pod").Name);

    [Fact]
    public void An_operator_in_a_container_is_named_by_whoever_started_it()
    {
        Assert.Equal("alice@bastion (app@0a1b2c)", OperatorActor.For("alice@bastion", "app", "0a1b2c").Name);
        Assert.Equal($"{new string('a', 64)} (app@0a1b2c)", OperatorActor.For(new string('a', 1000), "app", "0a1b2c").Name);
        Assert.Equal("alice@bastion (app@0a1b2c)", OperatorActor.For("alice\n@bastion", "app", "0a1b2c").Name);
    }

    [Fact]
    public void Each_command_has_its_own_trace_id()
    {
        var id = OperatorActor.Current().TraceId;

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.NotEqual(id, OperatorActor.Current().TraceId);
    }
}
