using System.Net;
using SecureAuth.IntegrationTests.Devices;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>
/// More passwords than the cores can hash in time: the real work factor, and a maximum wait that few callers fit into.
/// </summary>
[Collection(typeof(RacesRunAlone))]
public sealed class HashQueueTests(Replicas replicas, HashQueueTests.NarrowApi narrow) : IClassFixture<HashQueueTests.NarrowApi>
{
    [Fact]
    public async Task Sign_ins_refused_by_the_full_hash_queue_do_not_count_as_guesses()
    {
        var client = replicas.NewClient();
        var user = await NewUser.RegisterAsync(client);

        var responses = await Race.RunAsync(
            Enumerable.Range(0, Race.Callers).Select(_ => replicas.NewClient().Through(narrow.Api))
            .Select(guesser => (Func<Task<Response>>)(() => guesser.LoginAsync(user.Email, "not the password"))));

        var refused = responses.Where(response => response.Code == "server_busy").ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, response => Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Status));
        Assert.All(refused, response => Assert.InRange(response.RetryAfter ?? 0, 1, 30));
        Assert.Contains(responses, response => response.Code == "invalid_credentials");

        // A caller without a slot has not guessed: only verified passwords count.
        var verified = responses.Count(response => response.Code == "invalid_credentials");
        var row = Assert.Single(await replicas.Database.RowsAsync(
            """
            SELECT cardinality(failures) AS failures, cardinality(pending) AS pending, locked_until IS NOT NULL AS locked
            FROM account_attempts WHERE user_id = (SELECT id FROM users WHERE email = $1)
            """,
            user.Email));
        Assert.Equal(0, row["pending"]);
        Assert.Equal(verified >= 5, row["locked"]);
        Assert.Equal(verified >= 5 ? 0 : verified, row["failures"]);
    }

    [Fact]
    public async Task A_registration_refused_by_the_full_hash_queue_creates_no_account()
    {
        var users = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.Create()).ToList();

        var responses = await Race.RunAsync(users.Select(user => (Func<Task<Response>>)(
            () => replicas.NewClient().Through(narrow.Api).RegisterAsync(user))));

        Assert.Contains(responses, response => response.Status == HttpStatusCode.Created);
        Assert.Contains(responses, response => response.Code == "server_busy");
        for (var i = 0; i < users.Count; i++)
        {
            var accounts = await replicas.Database.ScalarAsync<long>(
                "SELECT count(*) FROM users WHERE email = $1", users[i].Email);
            Assert.Equal(responses[i].Status == HttpStatusCode.Created ? 1 : 0, accounts);
        }
    }

    [Fact]
    public async Task A_flood_from_one_customers_networks_does_not_keep_others_from_signing_in()
    {
        await using var api = await replicas.System.StartProcessAsync(("Passwords__BcryptWorkFactor", "12"));
        var user = await NewUser.RegisterAsync(replicas.NewClient().Through(api));
        TestClient[] elsewhere = [new(api), new(api), new(api)];
        using var enough = new CancellationTokenSource();
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // To the rate limits, every /64 of 2001:db8:77::/48 is a client of its own.
        var flood = Enumerable.Range(0, 300)
            .Select(network => FloodAsync(new TestClient(api) { Address = $"2001:db8:77:{network:x}::1" }, full, enough.Token))
            .ToList();
        await full.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        try
        {
            for (var round = 0; round < 4; round++)
            {
                var responses = await Task.WhenAll(elsewhere.Select(client => SignInPatientlyAsync(client, user)));
                Assert.All(
                    responses, response => Assert.True(response.Status == HttpStatusCode.OK, $"Round {round}: {response}"));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAll(flood);
        }
    }

    [Fact]
    public async Task A_known_device_signs_in_while_strangers_from_everywhere_fill_the_queue()
    {
        var device = await KnownDevice.CreateAsync(replicas.NewClient().Through(narrow.Api));
        using var enough = new CancellationTokenSource();
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flood = Enumerable.Range(0, 60)
            .Select(network => FloodAsync(new TestClient(narrow.Api) { Address = $"{60 + network}.7.0.1" }, full, enough.Token))
            .ToList();
        await full.Task.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        try
        {
            for (var round = 0; round < 10; round++)
            {
                var response = await device.LoginAsync();
                Assert.True(response.Status == HttpStatusCode.OK, $"Round {round}: {response}");
            }
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAll(flood);
        }
    }

    /// <summary>Guesses until it is told to stop.</summary>
    private static async Task FloodAsync(TestClient attacker, TaskCompletionSource full, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            if ((await attacker.LoginAsync(NewUser.Create())).Code == "server_busy")
            {
                full.TrySetResult();
            }

            // With a shorter pause the machine would spend its time on simulating the attackers.
            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Retries a few times when it is told to, as a person would.</summary>
    private static async Task<Response> SignInPatientlyAsync(TestClient client, NewUser user)
    {
        Response response;
        var tries = 0;
        do
        {
            response = await client.LoginAsync(user);
            await Task.Delay(TimeSpan.FromSeconds(response.RetryAfter ?? 0), TestContext.Current.CancellationToken);
        }
        while (response.Status == HttpStatusCode.ServiceUnavailable && ++tries < 10);
        return response;
    }

    /// <summary>An instance whose hash queue refuses callers that would wait longer than a moment.</summary>
    public sealed class NarrowApi(TestSystem system) : IAsyncLifetime
    {
        internal ApiProcess Api { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Api = await system.StartProcessAsync(
            ("Passwords__BcryptWorkFactor", "12"), ("Passwords__MaximumWait", "00:00:00.1"));

        public ValueTask DisposeAsync() => Api?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
