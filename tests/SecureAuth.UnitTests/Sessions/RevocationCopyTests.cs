using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Sessions;
using StackExchange.Redis;

namespace SecureAuth.UnitTests.Sessions;

public sealed class RevocationCopyTests
{
    private const string Server = "server";

    private static readonly DateTimeOffset NoEpoch = DateTimeOffset.UnixEpoch;

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RevocationSignal _signal = new();
    private readonly RevocationCopy _copy;

    public RevocationCopyTests() => _copy = new RevocationCopy(_signal, _time);

    [Fact]
    public void Before_the_first_read_the_copy_does_not_answer()
    {
        Assert.Null(_copy.IsRevoked(NewSession()));
        Assert.Null(_copy.Age);
    }

    [Fact]
    public void It_answers_for_less_than_a_second_after_a_read_began()
    {
        var (live, ended) = (NewSession(), NewSession());
        Read(5);
        var readAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        _copy.Accept(new Revocations(Server, 10, NoEpoch, [ended]), from: 0, readAt);

        _time.Advance(TimeSpan.FromMilliseconds(699));
        Assert.False(_copy.IsRevoked(live));
        Assert.True(_copy.IsRevoked(ended));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(_copy.IsRevoked(live));
        Assert.Null(_copy.IsRevoked(ended));
    }

    [Fact]
    public void A_session_that_began_before_the_epoch_is_revoked()
    {
        var now = _time.GetUtcNow();
        var (before, after) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now.AddMilliseconds(1)));

        Read(10, epoch: now);

        Assert.True(_copy.IsRevoked(before));
        Assert.False(_copy.IsRevoked(after));
    }

    [Fact]
    public void A_message_is_added_at_once_and_an_older_read_does_not_undo_it()
    {
        var (ended, signedOutAll) = (NewSession(), NewSession());
        Read(10);

        _copy.Add(new RevocationMessage(Server, MovesEpoch: false, [ended]));
        Assert.True(_copy.IsRevoked(ended));
        Assert.False(_copy.IsRevoked(signedOutAll));

        _copy.AddOwn(_time.GetUtcNow());
        Assert.True(_copy.IsRevoked(signedOutAll));

        Read(10, from: 10);
        Assert.True(_copy.IsRevoked(ended));
        Assert.True(_copy.IsRevoked(signedOutAll));
    }

    [Fact]
    public void After_a_message_that_everybody_is_signed_out_it_answers_when_it_has_read_the_epoch()
    {
        var session = NewSession();
        Read(10);

        _copy.Add(new RevocationMessage(Server, MovesEpoch: true, []));
        Assert.Null(_copy.IsRevoked(session));

        Read(10, from: 10, epoch: _time.GetUtcNow());
        Assert.True(_copy.IsRevoked(session));
    }

    [Fact]
    public void A_revocation_during_the_first_read_is_not_forgotten()
    {
        var session = NewSession();
        var readAt = _time.GetTimestamp();
        var read = new Revocations(Server, 10, NoEpoch, []);

        _copy.AddOwn([session]);
        _copy.Accept(read, from: 0, readAt);

        Assert.Null(_copy.IsRevoked(session));
    }

    [Fact]
    public void A_message_about_another_server_is_ignored()
    {
        var session = NewSession();
        Read(10);

        _copy.Add(new RevocationMessage("a copy of the database", MovesEpoch: true, [session]));

        Assert.False(_copy.IsRevoked(session));
    }

    [Theory]
    [InlineData("another server", 20)]
    [InlineData(Server, 5)]
    public void After_a_failover_or_a_restore_everything_is_read_again(string server, int cursor)
    {
        var ended = NewSession();
        Read(10, sessions: [ended]);
        Assert.Equal(10UL, _copy.CursorFor(Server));

        // This read started at the cursor of the previous history, so it may miss revocations of this one.
        _copy.Accept(new Revocations(server, (ulong)cursor, NoEpoch, []), from: 10, _time.GetTimestamp());
        Assert.Null(_copy.IsRevoked(ended));
        Assert.Equal(0UL, _copy.CursorFor(server));

        _copy.Accept(new Revocations(server, (ulong)cursor, NoEpoch, []), from: 0, _time.GetTimestamp());
        Assert.False(_copy.IsRevoked(ended));
        Assert.Equal((ulong)cursor, _copy.CursorFor(server));

        // A read of everything completes a dropped copy only if it began afterwards.
        _copy.Accept(new Revocations("a third server", 50, NoEpoch, []), from: 0, _time.GetTimestamp());
        Assert.Null(_copy.IsRevoked(ended));
    }

    [Fact]
    public void A_revocation_is_kept_for_longer_than_an_access_token_lives_and_then_dropped()
    {
        var ended = NewSession();
        Read(10);
        _time.Advance(RevocationList.Retention - TimeSpan.FromSeconds(1));
        Read(20, from: 10, sessions: [ended]);

        _time.Advance(RevocationList.Retention);
        Read(30, from: 20);
        Assert.True(_copy.IsRevoked(ended));

        _time.Advance(RevocationList.Retention);
        Read(40, from: 30);
        Assert.False(_copy.IsRevoked(ended));
    }

    [Fact]
    public void With_too_many_sessions_it_stops_answering_until_they_are_old()
    {
        var live = NewSession();
        Read(10, sessions: [.. Enumerable.Range(0, 1_000_001).Select(_ => NewSession())]);
        Assert.Null(_copy.IsRevoked(live));
        Read(20, from: 10);
        Assert.Null(_copy.IsRevoked(live));

        _time.Advance(RevocationList.Retention);
        Read(30, from: 20);
        Assert.Null(_copy.IsRevoked(live));
        Assert.Equal(0UL, _copy.CursorFor(Server));

        Read(40);
        Assert.False(_copy.IsRevoked(live));
    }

    /// <summary>
    /// The law that matters: whatever messages are lost, whenever reads begin and end, and whichever server answers, a session is
    /// not accepted a second after its revocation, and not at all by the process that revoked it.
    /// </summary>
    [Property(MaxTest = 1000)]
    public bool No_revoked_session_is_accepted_for_a_second(byte[] steps)
    {
        // One instance of this class runs all cases.
        var copy = new RevocationCopy(_signal, _time);
        var servers = new[] { "one", "two" };
        var server = servers[0];
        var own = new List<Guid>();
        var committed = new List<(Guid Session, DateTimeOffset At)>();
        (Revocations Read, ulong From, long ReadAt)? reading = null;
        foreach (var step in steps)
        {
            switch (step % 8)
            {
                case 0:
                    committed.Add((NewSession(), _time.GetUtcNow()));
                    break;
                case 1:
                    committed.Add((NewSession(), _time.GetUtcNow()));
                    copy.Add(new RevocationMessage(server, MovesEpoch: false, [committed[^1].Session]));
                    break;
                case 2:
                    committed.Add((NewSession(), _time.GetUtcNow()));
                    own.Add(committed[^1].Session);
                    copy.AddOwn([committed[^1].Session]);
                    break;
                case 3 or 4:
                    var from = copy.CursorFor(server);
                    var sessions = committed.Skip((int)from).Select(c => c.Session).ToList();
                    reading = (new Revocations(server, (ulong)committed.Count, NoEpoch, sessions), from, _time.GetTimestamp());
                    break;
                case 5 or 6 when reading is { } ended:
                    copy.Accept(ended.Read, ended.From, ended.ReadAt);
                    reading = null;
                    break;
                case 7 when step > 200:
                    server = servers[step % 2];
                    break;
                default:
                    _time.Advance(TimeSpan.FromMilliseconds(step * 2));
                    break;
            }

            var second = _time.GetUtcNow().AddSeconds(-1);
            if (own.Exists(session => copy.IsRevoked(session) == false)
                || committed.Exists(c => c.At <= second && copy.IsRevoked(c.Session) == false))
            {
                return false;
            }
        }

        return true;
    }

    private Guid NewSession() => Guid.CreateVersion7(_time.GetUtcNow());

    /// <summary>The first read only tells the copy which server answers.</summary>
    private void Read(ulong cursor, ulong from = 0, DateTimeOffset? epoch = null, IReadOnlyCollection<Guid>? sessions = null)
    {
        var read = new Revocations(Server, cursor, epoch ?? NoEpoch, sessions ?? []);
        if (_copy.Age is null)
        {
            _copy.Accept(read, from, _time.GetTimestamp());
        }

        _copy.Accept(read, from, _time.GetTimestamp());
    }
}
