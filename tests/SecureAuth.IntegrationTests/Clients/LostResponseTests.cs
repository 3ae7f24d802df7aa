using Microsoft.Extensions.Time.Testing;
using SecureAuth.Client;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The server rotates a refresh token, and the client does not learn of it.</summary>
public sealed class LostResponseTests(TestSystem system)
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly InMemoryTokenStore _store = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_refresh_whose_connection_is_cut_gets_its_tokens(int cuts)
    {
        await using var proxy = new CuttingProxy(system.Api.Address);
        var session = await ClientOf.SessionAsync(ClientOf.Create(proxy.Address), _store);
        var before = (await _store.ReadAsync(default))!;
        await _store.WriteAsync(before with { ExpiresAt = before.IssuedAt }, default);

        proxy.Cuts = cuts;
        var callers = await Race.RunAsync(Enumerable.Range(0, Race.Callers)
            .Select(_ => (Func<Task<string?>>)(() => session.GetAccessTokenAsync().AsTask())));

        var after = (await _store.ReadAsync(default))!;
        Assert.All(callers, token => Assert.Equal(after.AccessToken, token));
        Assert.NotEqual(before.RefreshToken, after.RefreshToken);
        Assert.Equal(before.SessionId, (await session.Account.ListSessionsAsync()).Single(own => own.Current).Id);
        Assert.Equal(0, await system.Database.AuditCountOfSessionAsync(AuditEvent.RefreshTokenReused, before.SessionId));

        // Every attempt reached the server, and the first one rotated.
        Assert.Equal(cuts + 1, await system.Database.AuditCountOfSessionAsync(AuditEvent.Refreshed, before.SessionId));
    }

    [Fact]
    public async Task A_server_that_hangs_and_comes_back_keeps_the_session()
    {
        await using var api = await system.StartPatientProcessAsync();
        var session = await ClientOf.SessionAsync(ClientOf.Create(api.Address), _store, _time);
        _time.Advance(TimeSpan.FromMinutes(15));

        api.Pause();
        var waiting = session.GetAccessTokenAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(3));
        api.Resume();

        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.NotNull(await waiting);
        Assert.NotNull(await session.Account.GetProfileAsync());
    }

    [Fact]
    public async Task A_server_that_is_killed_and_starts_again_keeps_the_session()
    {
        var first = await system.StartPatientProcessAsync();
        var port = first.Address.Port;
        var session = await ClientOf.SessionAsync(ClientOf.Create(first.Address), _store);
        var before = (await _store.ReadAsync(default))!;
        await _store.WriteAsync(before with { ExpiresAt = before.IssuedAt }, default);
        await first.KillAsync();
        await first.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => session.GetAccessTokenAsync().AsTask());
        await using var second = await ApiProcess.LaunchAsync(system.Settings.ForApi(), port);
        Assert.True(await second.BecomesHealthyAsync(), second.Log.ToString());

        Assert.NotNull(await session.GetAccessTokenAsync());
        Assert.Equal(before.SessionId, (await _store.ReadAsync(default))!.SessionId);
    }
}
