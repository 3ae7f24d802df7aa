using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Audit;

namespace SecureAuth.UnitTests.AdminCli;

public sealed class OperatorActorTests
{
    [Fact]
    public void An_operator_is_a_user_of_a_host()
    {
        var actor = OperatorActor.For("alice", "bastion");

        Assert.Equal(ActorKind.Operator, actor.Kind);
        Assert.Equal("alice@bastion", actor.Name);
        Assert.Null(actor.Address);
    }

    [Fact]
    public void A_user_without_a_name_is_said_to_be_unknown() => Assert.Equal("unknown@pod", OperatorActor.For("", "pod").Name);

    [Fact]
    public void Each_command_has_a_trace_id_of_its_own()
    {
        var id = OperatorActor.Current().TraceId;

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.NotEqual(id, OperatorActor.Current().TraceId);
    }
}
