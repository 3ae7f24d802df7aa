using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Sessions;

namespace SecureAuth.UnitTests.Sessions;

public sealed class RevocationSignalTests
{
    private const string Server = "server";

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RevocationSignal _signal = new();
    private readonly RevocationCopy _copy;

    public RevocationSignalTests()
    {
        _copy = new RevocationCopy(_signal, _time);
        Read();
        Read();
    }

    [Fact]
    public void It_wakes_everybody_who_waits_and_nobody_who_comes_later()
    {
        var (first, second) = (_signal.Next, _signal.Next);

        _signal.Raise();

        Assert.True(first.IsCompleted && second.IsCompleted);
        Assert.False(_signal.Next.IsCompleted);
    }

    [Fact]
    public void Each_way_to_learn_of_a_revocation_raises_it()
    {
        IsRaisedBy(() => _copy.AddOwn([NewSession()]));
        IsRaisedBy(() => _copy.AddOwn(_time.GetUtcNow()));
        IsRaisedBy(() => _copy.Add(new RevocationMessage(Server, MovesEpoch: false, [NewSession()])));
        IsRaisedBy(() => _copy.Add(new RevocationMessage(Server, MovesEpoch: true, [])));
        IsRaisedBy(() => _copy.AddPage(new Revocations(Server, 0, DateTimeOffset.UnixEpoch, [NewSession()], [])));
        IsRaisedBy(() => Read(NewSession()));
        IsRaisedBy(() => Read(_time.GetUtcNow().AddSeconds(1)));
        IsRaisedBy(() => _copy.Accept(new Revocations("other", 0, DateTimeOffset.UnixEpoch, [], []), 0, _time.GetTimestamp()));
    }

    /// <summary>The copier reads some revocations many times.</summary>
    [Fact]
    public void What_is_known_already_does_not_raise_it()
    {
        var session = NewSession();
        Read(session);
        var raised = _signal.Count;

        Read(session);
        Read();
        _copy.AddOwn([session]);
        _copy.Add(new RevocationMessage(Server, MovesEpoch: false, [session]));
        _copy.Add(new RevocationMessage("other", MovesEpoch: true, [NewSession()]));

        Assert.Equal(raised, _signal.Count);
    }

    private Guid NewSession() => Guid.CreateVersion7(_time.GetUtcNow());

    private void IsRaisedBy(Action change)
    {
        var next = _signal.Next;
        change();
        Assert.True(next.IsCompleted);
    }

    private void Read(params Guid[] sessions) =>
        _copy.Accept(new Revocations(Server, 0, DateTimeOffset.UnixEpoch, sessions, []), 0, _time.GetTimestamp());

    private void Read(DateTimeOffset epoch) =>
        _copy.Accept(new Revocations(Server, 0, epoch, [], []), 0, _time.GetTimestamp());
}
