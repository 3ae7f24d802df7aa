using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Races;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Two instances on a database of their own.</summary>
public abstract class ReplicaPair(TestSystem system) : OptionalFixture
{
    /// <summary>The refreshes of one address. Without Redis each instance grants half of them.</summary>
    internal const int Permits = 6;

    private protected static readonly TimeSpan RevocationTime = TimeSpan.FromSeconds(1);

    /// <summary>Failures that are further apart count as two outages.</summary>
    private protected static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    private OwnDatabase? _own;
    private ApiProcess[]? _instances;

    internal Database Database => Own.Database;

    private protected OwnDatabase Own => Started(_own);

    private protected ApiProcess[] Instances => Started(_instances);

    /// <summary>The settings of the command line.</summary>
    internal Dictionary<string, string> Operators => new(Own.Settings.ForOperators())
    {
        ["ConnectionStrings__redis"] = RedisConnection,
    };

    /// <summary>The connection string of the instances to Redis.</summary>
    private protected abstract string RedisConnection { get; }

    private protected override async Task StartAsync()
    {
        await CreateDatabaseAsync();
        await StartInstancesAsync();
    }

    private protected async Task CreateDatabaseAsync() => _own = await OwnDatabase.CreateAsync(system);

    private protected async Task StartInstancesAsync() =>
        _instances = await Task.WhenAll(StartProcessAsync(RedisConnection), StartProcessAsync(RedisConnection));

    public override async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances ?? [])
        {
            await instance.DisposeAsync();
        }

        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    /// <summary>These tests are about Redis, so a PostgreSQL that is slow on a busy machine is no outage.</summary>
    internal Dictionary<string, string> With(string redisConnection) => Own.Settings.ForApi(
        Own.Settings.Patience,
        ("ConnectionStrings__redis", redisConnection),
        ("RateLimits__Refresh__Permits", $"{Permits}"),
        ("RateLimits__Refresh__Window", "01:00:00"),
        ("RateLimits__FallbackSettleTime", $"{SettleTime}"));

    internal Task<ApiProcess> StartProcessAsync(string redisConnection) => ApiProcess.StartAsync(With(redisConnection));

    internal ApiProcess Second => Instances[1];

    /// <summary>A service that calls the second instance.</summary>
    internal ServiceCaller NewService() => new(new TestClient(Second), Own.Settings.ServiceSecret);

    /// <summary>A client of the first instance.</summary>
    internal TestClient NewClient() => new(Instances[0]);

    /// <summary>Signs in and out, and waits until the sign-out must be effective.</summary>
    internal async Task<SignedInUser> CreateSignedOutAsync()
    {
        var user = await SignedInUser.CreateAsync(NewClient());
        await RevokeAsync(user, () => user.Client.LogoutAsync(user.AccessToken));
        return user;
    }

    /// <summary>Revokes, and fails unless every instance refuses the session a second later.</summary>
    internal async Task RevokeAsync(SignedInUser user, Func<Task> revoke)
    {
        await revoke();
        await Task.Delay(RevocationTime, TestContext.Current.CancellationToken);
        await IsRefusedAsync(user);
    }

    internal async Task IsRefusedAsync(SignedInUser user)
    {
        foreach (var instance in Instances)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.Through(instance).MeAsync(user.AccessToken)).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.RefreshAsync(user.RefreshToken)).Status);
    }

    /// <summary>Fails unless registration, sign-in, refresh, API calls and sign-out work across both instances.</summary>
    internal async Task EverythingWorksAsync()
    {
        var user = await SignedInUser.CreateAsync(NewClient());
        foreach (var instance in Instances)
        {
            Assert.Equal(HttpStatusCode.OK, (await user.Client.Through(instance).MeAsync(user.AccessToken)).Status);
        }

        var refreshed = await user.Client.Through(Instances[1]).RefreshAsync(user.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(refreshed["access_token"])).Status);
        Assert.Equal("invalid_credentials", (await user.Client.LoginAsync(user.Account.Email, "not the password")).Code);

        await RevokeAsync(user, async () =>
        {
            var signedOut = await user.Client.Through(Instances[1]).LogoutAsync(user.AccessToken);
            Assert.Equal(HttpStatusCode.NoContent, signedOut.Status);
        });
    }

    /// <summary>The number of one address's refreshes that each instance allows, one instance after the other.</summary>
    internal async Task<IReadOnlyList<int>> PassedAsync()
    {
        var client = NewClient();
        var passed = new List<int>();
        foreach (var instance in Instances)
        {
            var responses = new List<Response>();
            for (var i = 0; i <= Permits; i++)
            {
                responses.Add(await client.Through(instance).RefreshAsync("unknown"));
            }

            responses.AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
            Assert.All(responses.Where(a => a.Code == "rate_limited"), a => Assert.True(a.RetryAfter >= 1));
            passed.Add(responses.Count(HttpStatusCode.Unauthorized));
        }

        return passed;
    }

    internal async Task AreInHealthAsync(string health)
    {
        foreach (var instance in Instances)
        {
            var client = new TestClient(instance);
            await Eventually.IsTrueAsync(
                async () => await client.GetAsync("/health") is { Status: HttpStatusCode.OK } response && response.Body == health,
                $"/health is {health}");
        }
    }

    internal Task<long> OutagesAsync() => Database.AuditCountWhereAsync("event = $1", AuditEvent.RateLimitStoreLost);

    /// <summary>Fails if any instance has logged an error.</summary>
    internal void NothingWasADefect() => Assert.Empty(Instances
        .SelectMany(instance => instance.Log.Errors)
        .Select(record => record.GetProperty("Message").GetString()));
}
