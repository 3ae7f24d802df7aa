using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Sessions;

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
        Assert.Null(IsRevoked(NewSession()));
        Assert.Null(_copy.Age);
    }

    [Fact]
    public void It_answers_for_less_than_a_second_after_a_read_began()
    {
        var (live, ended) = (NewSession(), NewSession());
        Read(5);
        var readAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        _copy.Accept(new Revocations(Server, 10, NoEpoch, [ended], []), from: 0, readAt);

        _time.Advance(TimeSpan.FromMilliseconds(699));
        Assert.False(IsRevoked(live));
        Assert.True(IsRevoked(ended));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(IsRevoked(live));
        Assert.Null(IsRevoked(ended));
    }

    [Fact]
    public void A_session_that_began_before_the_epoch_is_revoked()
    {
        var now = _time.GetUtcNow();
        var (before, after) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now.AddMilliseconds(1)));

        Read(10, epoch: now);

        Assert.True(IsRevoked(before));
        Assert.False(IsRevoked(after));
    }

    [Fact]
    public void A_message_is_added_at_once_and_an_older_read_does_not_undo_it()
    {
        var (ended, signedOutAll) = (NewSession(), NewSession());
        Read(10);

        _copy.Add(new RevocationMessage(Server, MovesEpoch: false, [ended]));
        Assert.True(IsRevoked(ended));
        Assert.False(IsRevoked(signedOutAll));

        _copy.AddOwn(_time.GetUtcNow());
        Assert.True(IsRevoked(signedOutAll));

        Read(10, from: 10);
        Assert.True(IsRevoked(ended));
        Assert.True(IsRevoked(signedOutAll));
    }

    [Fact]
    public void After_a_message_that_everybody_is_signed_out_it_answers_when_it_has_read_the_epoch()
    {
        var session = NewSession();
        Read(10);

        _copy.Add(new RevocationMessage(Server, MovesEpoch: true, []));
        Assert.Null(IsRevoked(session));

        Read(10, from: 10, epoch: _time.GetUtcNow());
        Assert.True(IsRevoked(session));
    }

    [Fact]
    public void A_revocation_during_the_first_read_is_not_forgotten()
    {
        var session = NewSession();
        var readAt = _time.GetTimestamp();
        var read = new Revocations(Server, 10, NoEpoch, [], []);

        _copy.AddOwn([session]);
        _copy.Accept(read, from: 0, readAt);

        Assert.Null(IsRevoked(session));
    }

    [Fact]
    public void A_message_about_another_server_is_ignored()
    {
        var session = NewSession();
        Read(10);

        _copy.Add(new RevocationMessage("a copy of the database", MovesEpoch: true, [session]));

        Assert.False(IsRevoked(session));
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
        _copy.Accept(new Revocations(server, (ulong)cursor, NoEpoch, [], []), from: 10, _time.GetTimestamp());
        Assert.Null(IsRevoked(ended));
        Assert.Equal(0UL, _copy.CursorFor(server));

        _copy.Accept(new Revocations(server, (ulong)cursor, NoEpoch, [], []), from: 0, _time.GetTimestamp());
        Assert.False(IsRevoked(ended));
        Assert.Equal((ulong)cursor, _copy.CursorFor(server));

        // A read of everything completes a dropped copy only if it began afterwards.
        _copy.Accept(new Revocations("a third server", 50, NoEpoch, [], []), from: 0, _time.GetTimestamp());
        Assert.Null(IsRevoked(ended));
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
        Assert.True(IsRevoked(ended));

        _time.Advance(RevocationList.Retention);
        Read(40, from: 30);
        Assert.False(IsRevoked(ended));
    }

    [Fact]
    public void With_too_many_sessions_it_stops_answering_until_they_are_old()
    {
        var live = NewSession();
        Read(10, sessions: [.. Enumerable.Range(0, 1_000_001).Select(_ => NewSession())]);
        Assert.Null(IsRevoked(live));
        Read(20, from: 10);
        Assert.Null(IsRevoked(live));

        _time.Advance(RevocationList.Retention);
        Read(30, from: 20);
        Assert.Null(IsRevoked(live));
        Assert.Equal(0UL, _copy.CursorFor(Server));

        Read(40);
        Assert.False(IsRevoked(live));
    }

    [Fact]
    public void A_token_with_former_roles_is_outdated_and_a_newer_one_is_accepted()
    {
        var (user, other) = (NewUser(), NewUser());
        Read(10, roles: [new RolesVersion(user, 5)]);

        Assert.Equal(TokenStanding.Outdated, StandingOf(user, 0));
        Assert.Equal(TokenStanding.Outdated, StandingOf(user, 4));
        Assert.Equal(TokenStanding.Accepted, StandingOf(user, 5));
        Assert.Equal(TokenStanding.Accepted, StandingOf(user, 6));
        Assert.Equal(TokenStanding.Accepted, StandingOf(other, 0));

        Read(20, from: 10, roles: [new RolesVersion(user, 4)]);
        Assert.Equal(TokenStanding.Outdated, StandingOf(user, 4));
    }

    [Fact]
    public void The_token_of_an_ended_session_is_revoked_whatever_its_roles()
    {
        var (user, ended) = (NewUser(), NewSession());
        Read(10, sessions: [ended], roles: [new RolesVersion(user, 5)]);

        Assert.Equal(TokenStanding.Revoked, _copy.StandingOf(new IssuedToken(ended, user, 4)));
        Assert.Equal(TokenStanding.Revoked, _copy.StandingOf(new IssuedToken(ended, user, 5)));
    }

    [Fact]
    public void After_a_message_about_a_user_it_does_not_answer_for_that_user_until_it_has_read()
    {
        var (user, other) = (NewUser(), NewUser());
        Read(10);
        var readAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        _copy.Add(new RevocationMessage(Server, MovesEpoch: false, []) { Users = [user] });
        Assert.Null(StandingOf(user, 0));
        Assert.Equal(TokenStanding.Accepted, StandingOf(other, 0));

        // This read began before the message, so it may have missed the change.
        _copy.Accept(new Revocations(Server, 20, NoEpoch, [], []), from: 10, readAt);
        Assert.Null(StandingOf(user, 0));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Read(30, from: 20, roles: [new RolesVersion(user, 5)]);
        Assert.Equal(TokenStanding.Outdated, StandingOf(user, 4));
        Assert.Equal(TokenStanding.Accepted, StandingOf(user, 5));
    }

    [Fact]
    public void Messages_about_very_many_users_keep_it_from_answering_at_all()
    {
        Read(10);

        _copy.Add(new RevocationMessage(Server, MovesEpoch: false, [])
        {
            Users = [.. Enumerable.Range(0, 10_001).Select(_ => NewUser())],
        });

        Assert.Null(StandingOf(NewUser(), 0));
    }

    [Fact]
    public void Own_changes_of_roles_count_at_once()
    {
        var user = NewUser();
        Read(10);

        _copy.AddOwn(new RolesVersion(user, 5));

        Assert.Equal(TokenStanding.Outdated, StandingOf(user, 4));
    }

    [Fact]
    public void A_version_is_kept_for_longer_than_an_access_token_lives_and_then_dropped()
    {
        var user = NewUser();
        Read(10);
        _time.Advance(RevocationList.Retention - TimeSpan.FromSeconds(1));
        Read(20, from: 10, roles: [new RolesVersion(user, 5)]);

        _time.Advance(RevocationList.Retention);
        Read(30, from: 20);
        Assert.Equal(TokenStanding.Outdated, StandingOf(user, 4));

        _time.Advance(RevocationList.Retention);
        Read(40, from: 30);
        Assert.Equal(TokenStanding.Accepted, StandingOf(user, 4));
    }

    [Fact]
    public void Users_count_towards_the_limit_of_the_copy()
    {
        Read(10, roles: [.. Enumerable.Range(0, 1_000_001).Select(_ => new RolesVersion(NewUser(), 1))]);

        Assert.Null(StandingOf(NewUser(), 0));
    }

    /// <summary>
    /// The law that matters: whatever messages are lost, whenever reads begin and end, and whichever server answers, the token of
    /// an ended session, or one with former roles, is not accepted a second after the change, and not at all by the process that
    /// made it.
    /// </summary>
    [Property(MaxTest = 1000)]
    public bool No_revoked_or_outdated_token_is_accepted_for_a_second(byte[] steps)
    {
        // One instance of this class runs all cases.
        var copy = new RevocationCopy(_signal, _time);
        var servers = new[] { "one", "two" };
        var server = servers[0];
        var own = new List<Committed>();
        var committed = new List<Committed>();
        (Revocations Read, ulong From, long ReadAt)? reading = null;
        foreach (var step in steps)
        {
            switch (step % 8)
            {
                case 0:
                    committed.Add(Commit(step));
                    break;
                case 1:
                    committed.Add(Commit(step));
                    var (sessions, users) = (Sessions(committed[^1..]), Roles(committed[^1..]).Select(r => r.UserId));
                    copy.Add(new RevocationMessage(server, MovesEpoch: false, [.. sessions]) { Users = [.. users] });
                    break;
                case 2:
                    committed.Add(Commit(step));
                    own.Add(committed[^1]);
                    copy.AddOwn([.. Sessions(committed[^1..])]);
                    foreach (var roles in Roles(committed[^1..]))
                    {
                        copy.AddOwn(roles);
                    }

                    break;
                case 3 or 4:
                    var from = copy.CursorFor(server);
                    var news = committed[(int)from..];
                    reading = (
                        new Revocations(server, (ulong)committed.Count, NoEpoch, [.. Sessions(news)], [.. Roles(news)]),
                        from,
                        _time.GetTimestamp());
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
            if (own.Exists(IsAccepted) || committed.Exists(c => c.At <= second && IsAccepted(c)))
            {
                return false;
            }
        }

        return true;

        bool IsAccepted(Committed change) => copy.StandingOf(
            change.IsRoles ? new IssuedToken(NewSession(), change.Id, 0) : new IssuedToken(change.Id, Guid.Empty, 0))
            == TokenStanding.Accepted;
    }

    private Committed Commit(byte step) => new(NewSession(), IsRoles: step % 16 > 7, _time.GetUtcNow());

    private static IEnumerable<Guid> Sessions(IEnumerable<Committed> changes) => changes.Where(c => !c.IsRoles).Select(c => c.Id);

    private static IEnumerable<RolesVersion> Roles(IEnumerable<Committed> changes) =>
        changes.Where(c => c.IsRoles).Select(c => new RolesVersion(c.Id, 1));

    private TokenStanding? StandingOf(Guid user, long version) => _copy.StandingOf(new IssuedToken(NewSession(), user, version));

    private bool? IsRevoked(Guid session) =>
        _copy.StandingOf(new IssuedToken(session, Guid.Empty, RolesVersion: 0)) is { } standing
            ? standing == TokenStanding.Revoked
            : null;

    private Guid NewSession() => Guid.CreateVersion7(_time.GetUtcNow());

    private Guid NewUser() => Guid.CreateVersion7(_time.GetUtcNow());

    /// <summary>The first read only tells the copy which server answers.</summary>
    private void Read(
        ulong cursor,
        ulong from = 0,
        DateTimeOffset? epoch = null,
        IReadOnlyCollection<Guid>? sessions = null,
        IReadOnlyCollection<RolesVersion>? roles = null)
    {
        var read = new Revocations(Server, cursor, epoch ?? NoEpoch, sessions ?? [], roles ?? []);
        if (_copy.Age is null)
        {
            _copy.Accept(read, from, _time.GetTimestamp());
        }

        _copy.Accept(read, from, _time.GetTimestamp());
    }

    /// <param name="Id">The session that has ended, or the user whose roles have changed.</param>
    private sealed record Committed(Guid Id, bool IsRoles, DateTimeOffset At);
}
