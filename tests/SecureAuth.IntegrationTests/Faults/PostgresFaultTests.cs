using System.Net;
using SecureAuth.IntegrationTests.Audit;
using SecureAuth.IntegrationTests.Keys;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Without PostgreSQL every decision is a prompt 503, and no process needs a restart afterwards.</summary>
[Collection(typeof(PostgresFaultsRunAlone))]
public sealed class PostgresFaultTests(PostgresFaults faults)
{
    /// <summary>
    /// The promise is two seconds. A statement in flight may take its own second and another one in which Npgsql tries to
    /// cancel it.
    /// </summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    [Fact]
    public Task A_hanging_PostgreSQL_is_a_prompt_503_until_it_resumes() => OutageAsync(
        () =>
        {
            faults.Server.Pause();
            return Task.CompletedTask;
        },
        () =>
        {
            faults.Server.Resume();
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_stopped_PostgreSQL_is_a_prompt_503_until_it_restarts() => OutageAsync(faults.StopAsync, faults.RestartAsync);

    [Fact]
    public async Task The_audit_is_sealed_again_after_a_restart_and_intact()
    {
        await SignedInUser.CreateAsync(new TestClient(faults.Api));
        await faults.Database.IsSealedAsync();
        await SignedInUser.CreateAsync(new TestClient(faults.Api));
        await faults.StopAsync();
        await faults.RestartAsync();
        await Eventually.IsTrueAsync(
            async () => (await new TestClient(faults.Api).GetAsync("/health")).Status == HttpStatusCode.OK, "it is ready");
        await SignedInUser.CreateAsync(new TestClient(faults.Api));

        await faults.Database.IsSealedAsync();

        var result = await faults.VerifyAuditAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task An_API_that_starts_without_PostgreSQL_waits_for_it()
    {
        await faults.StopAsync();
        await using var api = await faults.LaunchApiAsync();
        var client = new TestClient(api);
        await Eventually.IsTrueAsync(() => IsAliveAsync(client), "the instance is alive");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).Status);
        Problems.Is("service_unavailable", await client.LoginAsync("somebody@users.test", "not the password"));
        Problems.Is("service_unavailable", await client.RegisterAsync(NewUser.Create()));
        Assert.False(api.Exited.IsCompleted);

        await faults.RestartAsync();
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Status == HttpStatusCode.OK, "the instance is ready");
        await SignedInUser.CreateAsync(client);
        await WorksAgainAsync(await SignedInUser.CreateAsync(new TestClient(faults.Api)));
    }

    [Fact]
    public async Task A_retirement_without_PostgreSQL_fails_in_one_line_and_succeeds_when_it_is_back()
    {
        var user = await SignedInUser.CreateAsync(new TestClient(faults.Api));
        await faults.StopAsync();

        var failed = await faults.RunCommandAsync("keys", "retire", user.KeyOf(), "--yes");

        Assert.Equal(5, failed.ExitCode);
        Assert.Single(failed.Messages.Trim().Split('\n'));
        await faults.RestartAsync();
        await WorksAgainAsync(user);
        var retired = await faults.RunCommandAsync("keys", "retire", user.KeyOf(), "--yes");
        Assert.True(retired.ExitCode == 0, retired.ToString());
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.NotEqual(user.KeyOf(), (await user.SignInAgainAsync()).KeyOf());
    }

    private async Task OutageAsync(Func<Task> begin, Func<Task> end)
    {
        var user = await SignedInUser.CreateAsync(new TestClient(faults.Api));
        var keys = (await user.Client.GetAsync("/.well-known/jwks.json")).Body;
        var service = faults.NewService();
        var cursor = (await service.ListAsync()).Cursor;
        var waiting = service.WaitForEndAsync(cursor);

        await begin();
        var (ended, endedAfter) = await Timed.RunAsync(() => waiting);
        Problems.Is("service_unavailable", ended);
        Assert.InRange(endedAfter, TimeSpan.Zero, Bound);

        // The copy of the revocations answers for a second.
        await Eventually.IsTrueAsync(
            async () => (await service.IntrospectAsync(user.AccessToken)).Code == "service_unavailable",
            "a service is told of the outage",
            Bound);
        Func<Task<Response>>[] calls =
        [
            () => user.Client.LoginAsync(user.Account),
            () => user.Client.LoginAsync(user.Account.Email, "not the password"),
            () => user.Client.RefreshAsync(user.RefreshToken),
            () => user.Client.RegisterAsync(NewUser.Create()),
            () => user.Client.MeAsync(user.AccessToken),
            () => user.Client.LogoutAsync(user.AccessToken),
            () => service.IntrospectAsync(user.AccessToken),
            () => service.IntrospectAsync(user.RefreshToken),
            () => service.RevokeAsync(user.AccessToken),
            () => service.RevokeAsync(user.RefreshToken),
            () => service.TryPollAsync(),
            () => service.TryPollAsync(cursor),
            () => service.TryPollAsync(cursor, "25"),
        ];
        for (var round = 0; round < 2; round++)
        {
            foreach (var (response, took) in await Task.WhenAll(calls.Select(Timed.RunAsync)))
            {
                Problems.Is("service_unavailable", response);
                Assert.InRange(took, TimeSpan.Zero, Bound);
            }
        }

        Assert.True(await IsAliveAsync(user.Client));
        Assert.Equal(keys, (await user.Client.GetAsync("/.well-known/jwks.json")).Body);
        var (health, waited) = await Timed.RunAsync(() => user.Client.GetAsync("/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);
        Assert.InRange(waited, TimeSpan.Zero, Bound);

        await end();
        await WorksAgainAsync(user);
        Assert.True(await service.IsActiveAsync((await user.SignInAgainAsync()).AccessToken));
        await service.ListAsync();
    }

    /// <summary>Fails unless the same process accepts the earlier token, a sign-in and a refresh.</summary>
    private async Task WorksAgainAsync(SignedInUser user)
    {
        await Eventually.IsTrueAsync(
            async () => (await user.Client.GetAsync("/health")).Status == HttpStatusCode.OK, "/health is healthy");
        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(user.AccessToken)).Status == HttpStatusCode.OK,
            "the token works again");
        Assert.Equal(HttpStatusCode.OK, (await user.Client.RefreshAsync(user.RefreshToken)).Status);
        await user.SignInAgainAsync();
        Assert.False(faults.Api.Exited.IsCompleted);
        Assert.False(faults.Api.Log.Contains("A request failed\""), "A request failed with a defect.");
    }

    private static async Task<bool> IsAliveAsync(TestClient client)
    {
        try
        {
            var (response, took) = await Timed.RunAsync(() => client.GetAsync("/alive"));
            return response.Status == HttpStatusCode.OK && took < TimeSpan.FromSeconds(1);
        }
        catch (HttpRequestException)
        {
            // The port is not open yet.
            return false;
        }
    }
}
