using Microsoft.Extensions.Time.Testing;
using SecureAuth.Client.AspNetCore;

namespace SecureAuth.Client.Tests.AspNetCore;

public sealed class RevokedSessionsTests
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);

    private static readonly Guid Older = Guid.Parse("019acd3e-0000-7000-8000-000000000001");
    private static readonly Guid One = Guid.Parse("019acd3e-1111-7000-8000-000000000001");
    private static readonly Guid Other = Guid.Parse("019acd3e-2222-7000-8000-000000000001");

    private readonly FakeTimeProvider _time = new();
    private readonly RevokedSessions _sessions;

    public RevokedSessionsTests() => _sessions = new RevokedSessions(StaleAfter, _time);

    [Fact]
    public void Before_the_first_list_is_complete_nothing_is_known()
    {
        Assert.Equal(TokenStanding.Unknown, _sessions.Of(One));

        Add(Page(reset: true, more: true, ids: One));
        Assert.Equal(TokenStanding.Unknown, _sessions.Of(Other));
        Assert.False(_sessions.Heard.IsCompleted);

        Add(Page());
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(One));
        Assert.Equal(TokenStanding.Live, _sessions.Of(Other));
        Assert.True(_sessions.Heard.IsCompleted);
    }

    [Fact]
    public void Pages_add_up()
    {
        Add(Page(reset: true, ids: One));
        Add(Page(ids: Other));

        Assert.Equal(TokenStanding.Revoked, _sessions.Of(One));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(Other));
    }

    [Fact]
    public void The_old_list_answers_until_the_new_one_is_complete()
    {
        Add(Page(reset: true, ids: One));

        Add(Page(reset: true, more: true, ids: Other));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(One));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(Other));

        Add(Page());
        Assert.Equal(TokenStanding.Live, _sessions.Of(One));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(Other));
    }

    [Fact]
    public void Every_session_before_the_first_one_is_revoked()
    {
        Add(Page(reset: true, first: One.ToString()));

        Assert.Equal(TokenStanding.Revoked, _sessions.Of(Older));
        Assert.Equal(TokenStanding.Live, _sessions.Of(One));
    }

    [Fact]
    public void A_server_from_a_backup_signs_nobody_in_again()
    {
        Add(Page(reset: true, first: Other.ToString()));
        Add(Page(reset: true, first: Older.ToString()));

        Assert.Equal(TokenStanding.Revoked, _sessions.Of(One));
    }

    [Fact]
    public void An_answer_is_trusted_from_the_moment_that_it_was_asked_for()
    {
        var askedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(9));
        _sessions.Add(Page(reset: true, ids: One), askedAt);
        Assert.Equal(TokenStanding.Live, _sessions.Of(Other));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenStanding.Unknown, _sessions.Of(Other));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(One));

        Add(Page());
        Assert.Equal(TokenStanding.Live, _sessions.Of(Other));
    }

    [Fact]
    public void A_session_is_forgotten_when_its_last_token_has_expired()
    {
        Add(Page(reset: true, ids: One));
        _time.Advance(TimeSpan.FromMinutes(69));
        Add(Page());
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(One));

        _time.Advance(TimeSpan.FromMinutes(2));
        Add(Page());
        Assert.Equal(TokenStanding.Live, _sessions.Of(One));
    }

    private static RevocationPage Page(
        bool reset = false, bool more = false, string? first = null, params IEnumerable<Guid> ids) => new(
        "cursor", reset, more, 0, [.. ids.Select(id => new RevokedSession(id.ToString(), default))], first);

    private void Add(RevocationPage page) => _sessions.Add(page, _time.GetTimestamp());
}
