using System.Net;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Client;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>Many requests of one application, and one refresh token that works once.</summary>
public sealed class SharedRefreshTests(TestSystem system)
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly InMemoryTokenStore _store = new();

    [Fact]
    public async Task Fifty_callers_with_an_expired_token_share_one_refresh()
    {
        var session = await ClientOf.SessionAsync(ClientOf.Create(system.Api.Address), _store, _time);
        var before = await StoredAsync();
        for (var round = 1; round <= Race.Rounds; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(15));
            var profiles = await Race.RunAsync(Enumerable.Range(0, Race.Callers)
                .Select(_ => (Func<Task<UserProfile>>)(() => session.Account.GetProfileAsync())));

            Assert.Single(profiles.Select(profile => profile.Id).Distinct());
            Assert.Equal(round, await RefreshesAsync(before.SessionId));
        }

        Assert.NotEqual(before.RefreshToken, (await StoredAsync()).RefreshToken);
    }

    [Fact]
    public async Task Fifty_callers_whose_token_is_refused_share_one_refresh()
    {
        var session = await ClientOf.SessionAsync(ClientOf.Create(system.Api.Address), _store, _time);
        var genuine = await StoredAsync();
        await _store.WriteAsync(genuine with { AccessToken = "no.token.here" }, default);

        await Race.RunAsync(Enumerable.Range(0, Race.Callers)
            .Select(_ => (Func<Task<UserProfile>>)(() => session.Account.GetProfileAsync())));

        Assert.Equal(1, await RefreshesAsync(genuine.SessionId));
    }

    [Fact]
    public async Task Fifty_requests_of_an_API_share_one_refresh()
    {
        var session = await ClientOf.SessionAsync(ClientOf.Create(system.Api.Address), _store, _time);
        var genuine = await StoredAsync();
        await _store.WriteAsync(genuine with { AccessToken = "no.token.here" }, default);
        using var http = ClientOf.Http(system.Api.Address, new AccessTokenHandler(session, system.Api.Address));

        var statuses = await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(_ => (Func<Task<HttpStatusCode>>)(async () =>
        {
            using var response = await http.GetAsync("/api/v1/users/me");
            return response.StatusCode;
        })));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, await RefreshesAsync(genuine.SessionId));
    }

    [Fact]
    public async Task Two_processes_with_one_store_keep_the_session()
    {
        var auth = ClientOf.Create(system.Api.Address);
        var one = await ClientOf.SessionAsync(auth, _store, _time);
        var other = new SecureAuthSession(auth, _store, time: _time);
        for (var round = 0; round < Race.Rounds; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(15));
            await Race.RunAsync(Enumerable.Range(0, Race.Callers)
                .Select(i => (Func<Task<UserProfile>>)(() => (i % 2 == 0 ? one : other).Account.GetProfileAsync())));
        }

        Assert.Equal(0, await system.Database.AuditCountOfSessionAsync(
            AuditEvent.RefreshTokenReused, (await StoredAsync()).SessionId));
    }

    [Fact]
    public async Task A_session_that_ended_elsewhere_is_forgotten()
    {
        var auth = ClientOf.Create(system.Api.Address);
        var session = await ClientOf.SessionAsync(auth, _store, _time);
        await auth.SignOutAsync((await StoredAsync()).RefreshToken);

        await Eventually.IsTrueAsync(
            async () =>
            {
                await Record.ExceptionAsync(() => session.Account.GetProfileAsync());
                return await _store.ReadAsync(default) is null;
            },
            "the tokens are forgotten");
        Assert.Null(await session.GetAccessTokenAsync());
    }

    [Fact]
    public async Task A_sign_out_ends_the_session_at_the_server()
    {
        var auth = ClientOf.Create(system.Api.Address);
        var session = await ClientOf.SessionAsync(auth, _store, _time);
        var tokens = await StoredAsync();
        await session.SignOutAsync();

        Assert.Null(await session.GetAccessTokenAsync());
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidRefreshToken, HttpStatusCode.Unauthorized, () => auth.RefreshAsync(tokens.RefreshToken));
    }

    private async Task<SessionTokens> StoredAsync() => (await _store.ReadAsync(default))!;

    private Task<long> RefreshesAsync(Guid session) => system.Database.AuditCountOfSessionAsync(AuditEvent.Refreshed, session);
}
