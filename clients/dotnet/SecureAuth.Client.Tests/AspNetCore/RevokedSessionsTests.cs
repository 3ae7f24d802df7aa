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
        Assert.Equal(TokenStanding.Unknown, _sessions.Of(new GenuineToken(One)));

        Add(Page(reset: true, more: true, ids: One));
        Assert.Equal(TokenStanding.Unknown, _sessions.Of(new GenuineToken(Other)));
        Assert.False(_sessions.Heard.IsCompleted);

        Add(Page());
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(One)));
        Assert.Equal(TokenStanding.Live, _sessions.Of(new GenuineToken(Other)));
        Assert.True(_sessions.Heard.IsCompleted);
    }

    [Fact]
    public void Pages_add_up()
    {
        Add(Page(reset: true, ids: One));
        Add(Page(ids: Other));

        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(One)));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(Other)));
    }

    [Fact]
    public void The_old_list_answers_until_the_new_one_is_complete()
    {
        Add(Page(reset: true, ids: One));

        Add(Page(reset: true, more: true, ids: Other));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(One)));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(Other)));

        Add(Page());
        Assert.Equal(TokenStanding.Live, _sessions.Of(new GenuineToken(One)));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(Other)));
    }

    [Fact]
    public void Every_session_before_the_first_one_is_revoked()
    {
        Add(Page(reset: true, first: One.ToString()));

        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(Older)));
        Assert.Equal(TokenStanding.Live, _sessions.Of(new GenuineToken(One)));
    }

    [Fact]
    public void A_server_from_a_backup_signs_nobody_in_again()
    {
        Add(Page(reset: true, first: Other.ToString()));
        Add(Page(reset: true, first: Older.ToString()));

        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(One)));
    }

    [Fact]
    public void An_answer_is_trusted_from_the_moment_that_it_was_asked_for()
    {
        var askedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(9));
        _sessions.Add(Page(reset: true, ids: One), askedAt);
        Assert.Equal(TokenStanding.Live, _sessions.Of(new GenuineToken(Other)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenStanding.Unknown, _sessions.Of(new GenuineToken(Other)));
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(One)));

        Add(Page());
        Assert.Equal(TokenStanding.Live, _sessions.Of(new GenuineToken(Other)));
    }

    [Fact]
    public void A_session_is_forgotten_when_its_last_token_has_expired()
    {
        Add(Page(reset: true, ids: One));
        _time.Advance(TimeSpan.FromMinutes(69));
        Add(Page());
        Assert.Equal(TokenStanding.Revoked, _sessions.Of(new GenuineToken(One)));

        _time.Advance(TimeSpan.FromMinutes(2));
        Add(Page());
        Assert.Equal(TokenStanding.Live, _sessions.Of(new GenuineToken(One)));
    }

    [Fact]
    public void A_token_with_former_roles_is_refused_and_a_newer_one_is_not()
    {
        Add(Page(reset: true) with { Roles = [Roles(One, 5)] });

        Assert.Equal(TokenStanding.Outdated, Standing(One, 0));
        Assert.Equal(TokenStanding.Outdated, Standing(One, 4));
        Assert.Equal(TokenStanding.Live, Standing(One, 5));
        Assert.Equal(TokenStanding.Live, Standing(One, 6));
        Assert.Equal(TokenStanding.Live, Standing(Other, 0));
    }

    [Fact]
    public void Of_several_versions_the_highest_counts_in_whatever_order_they_come()
    {
        Add(Page(reset: true) with { Roles = [Roles(One, 7), Roles(One, 5)] });
        Add(Page() with { Roles = [Roles(One, 6)] });

        Assert.Equal(TokenStanding.Outdated, Standing(One, 6));
        Assert.Equal(TokenStanding.Live, Standing(One, 7));
    }

    [Fact]
    public void The_old_versions_answer_until_a_new_list_is_complete()
    {
        Add(Page(reset: true) with { Roles = [Roles(One, 5)] });

        Add(Page(reset: true, more: true) with { Roles = [Roles(Other, 9)] });
        Assert.Equal(TokenStanding.Outdated, Standing(One, 4));
        Assert.Equal(TokenStanding.Outdated, Standing(Other, 8));

        Add(Page());
        Assert.Equal(TokenStanding.Live, Standing(One, 4));
        Assert.Equal(TokenStanding.Outdated, Standing(Other, 8));
    }

    [Fact]
    public void A_version_is_forgotten_when_the_last_token_with_a_former_one_has_expired()
    {
        Add(Page(reset: true) with { Roles = [Roles(One, 5)] });
        _time.Advance(TimeSpan.FromMinutes(69));
        Add(Page());
        Assert.Equal(TokenStanding.Outdated, Standing(One, 4));

        _time.Advance(TimeSpan.FromMinutes(2));
        Add(Page());
        Assert.Equal(TokenStanding.Live, Standing(One, 4));
    }

    private static ChangedRoles Roles(Guid user, long version) => new(user.ToString(), version, default);

    private TokenStanding Standing(Guid user, long version) => _sessions.Of(new GenuineToken(Guid.Empty, user, version));

    private static RevocationPage Page(
        bool reset = false, bool more = false, string? first = null, params IEnumerable<Guid> ids) => new(
        "cursor", reset, more, 0, [.. ids.Select(id => new RevokedSession(id.ToString(), default))], first);

    private void Add(RevocationPage page) => _sessions.Add(page, _time.GetTimestamp());
}
