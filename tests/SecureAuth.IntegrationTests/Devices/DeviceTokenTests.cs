using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Devices;

/// <summary>A device that has signed in has a token, by which it is known at its next sign-in.</summary>
public sealed class DeviceTokenTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_sign_in_issues_a_device_token_and_a_refresh_does_not()
    {
        var device = await KnownDevice.CreateAsync(_client);

        Assert.StartsWith("sadt_", device.Token, StringComparison.Ordinal);
        var refreshed = await _client.RefreshAsync(device.Pair["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
        Assert.False(refreshed.Json.TryGetProperty("device_token", out _));
    }

    [Fact]
    public async Task A_known_device_keeps_its_token_on_every_replica()
    {
        var device = await KnownDevice.CreateAsync(_client);
        var replica = await system.ReplicaAsync();

        Assert.Equal(device.Token, (await device.LoginAsync())["device_token"]);
        Assert.Equal(device.Token, (await _client.Through(replica).LoginAsync(device.User, device.Token))["device_token"]);
        Assert.Equal(1, await CountAsync(device));
    }

    [Fact]
    public async Task Each_sign_in_without_a_token_is_another_device()
    {
        var device = await KnownDevice.CreateAsync(_client);

        Assert.NotEqual(device.Token, (await _client.LoginAsync(device.User))["device_token"]);
        Assert.Equal(2, await CountAsync(device));
    }

    [Fact]
    public async Task Neither_a_token_nor_its_hash_is_stored()
    {
        var device = await KnownDevice.CreateAsync(_client);

        Assert.Equal(
            ["created_at", "id", "known_until", "last_used_at", "name", "user_id"],
            (await system.Database.RowsAsync(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'devices' ORDER BY column_name"))
            .Select(row => (string)row["column_name"]!));
        Assert.Equal(1, await CountAsync(device));
    }

    [Fact]
    public async Task Strangers_who_lock_the_account_do_not_lock_out_a_known_device()
    {
        var device = await KnownDevice.CreateAsync(_client);
        await device.LockAccountAsync();
        var replica = await system.ReplicaAsync();

        Assert.Equal(HttpStatusCode.OK, (await device.LoginAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.Through(replica).LoginAsync(device.User, device.Token)).Status);
        Problems.Is("account_locked", await _client.LoginAsync(device.User));
    }

    [Fact]
    public async Task A_token_of_another_account_is_no_token()
    {
        var device = await KnownDevice.CreateAsync(_client);
        var victim = await KnownDevice.CreateAsync(_client);

        await KnownDevice.GuessAsync(_client, victim.User, 5, device.Token);

        Problems.Is("account_locked", await _client.LoginAsync(victim.User, device.Token));
        Problems.Is("account_locked", await _client.LoginAsync(victim.User));
        Assert.Equal(HttpStatusCode.OK, (await victim.LoginAsync()).Status);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("sadt_")]
    [InlineData("sadt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_token_is_no_token(string forged)
    {
        var device = await KnownDevice.CreateAsync(_client);
        await device.LockAccountAsync();

        Problems.Is("account_locked", await _client.LoginAsync(device.User, forged));
        Problems.Is("account_locked", await _client.LoginAsync(NewUser.Create() with { Email = device.User.Email }, forged));
    }

    [Fact]
    public async Task A_stolen_token_gives_five_guesses_and_no_more_after_the_lock()
    {
        var device = await KnownDevice.CreateAsync(_client);
        await KnownDevice.GuessAsync(_client, device.User, 4, device.Token);
        await LetLocksPassAsync(device);
        await KnownDevice.GuessAsync(_client, device.User, 1, device.Token);
        Problems.Is("account_locked", await device.LoginAsync());

        await LetLocksPassAsync(device);

        // The token is worth nothing, so its guesses are those of a stranger.
        await device.LockAccountAsync();
        await device.IsForgottenAsync();
        await LetLocksPassAsync(device);
        Assert.NotEqual(device.Token, (await device.LoginAsync())["device_token"]);
    }

    [Fact]
    public async Task A_lock_of_a_device_outlasts_the_time_for_which_it_is_known()
    {
        var device = await KnownDevice.CreateAsync(_client);
        await KnownDevice.GuessAsync(_client, device.User, 5, device.Token);

        Assert.True(await system.Database.ScalarAsync<bool>(
            """
            SELECT a.locked_until > d.known_until FROM devices d JOIN account_attempts a USING (user_id)
            WHERE a.locked_until IS NOT NULL AND user_id = (SELECT id FROM users WHERE email = $1)
            """,
            device.User.Email));
    }

    [Fact]
    public async Task A_known_device_begins_a_new_row_of_strangers_failures_and_gives_them_no_new_guesses()
    {
        var device = await KnownDevice.CreateAsync(_client);
        await KnownDevice.GuessAsync(_client, device.User, 4);

        Assert.Equal(HttpStatusCode.OK, (await device.LoginAsync()).Status);

        Assert.Equal(0, await system.Database.ScalarAsync<long>(
            "SELECT max(consecutive_failures)::bigint FROM account_attempts a JOIN users u ON u.id = a.user_id WHERE email = $1",
            device.User.Email));
        await KnownDevice.GuessAsync(_client, device.User, 1);
        Problems.Is("account_locked", await _client.LoginAsync(device.User));
    }

    [Fact]
    public async Task A_password_that_is_locked_for_good_is_locked_on_known_devices_too()
    {
        var device = await KnownDevice.CreateAsync(_client);
        await KnownDevice.GuessAsync(_client, device.User, 4);
        await system.Database.ExecuteAsync(
            "UPDATE account_attempts SET consecutive_failures = 99 WHERE user_id = (SELECT id FROM users WHERE email = $1)",
            device.User.Email);
        await KnownDevice.GuessAsync(_client, device.User, 1);

        Problems.IsLockedForGood(await _client.LoginAsync(device.User));
        Problems.IsLockedForGood(await device.LoginAsync());
    }

    [Fact]
    public async Task An_eleventh_device_replaces_the_least_recently_used_one()
    {
        var devices = new List<KnownDevice> { await KnownDevice.CreateAsync(_client) };
        while (devices.Count < 10)
        {
            devices.Add(await KnownDevice.CreateAsync(_client, devices[0].User));
        }

        // The first one is used again, so the second is the oldest.
        Assert.Equal(HttpStatusCode.OK, (await devices[0].LoginAsync()).Status);
        var eleventh = await KnownDevice.CreateAsync(_client, devices[0].User);

        Assert.Equal(10, await CountAsync(eleventh));
        await eleventh.LockAccountAsync();
        await devices[1].IsForgottenAsync();
        Assert.Equal(HttpStatusCode.OK, (await devices[0].LoginAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await devices[2].LoginAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await eleventh.LoginAsync()).Status);
    }

    [Fact]
    public async Task A_device_gives_its_name_to_later_sessions()
    {
        var user = await NewUser.RegisterAsync(_client);
        var first = await _client.LoginAsync(user, deviceName: "Laptop at home");

        var second = await _client.LoginAsync(user, first["device_token"]);

        var sessions = (await _client.SessionsAsync(second["access_token"])).Json.GetProperty("sessions");
        Assert.All(
            sessions.EnumerateArray(),
            session => Assert.Equal("Laptop at home", session.GetProperty("device_name").GetString()));
    }

    [Fact]
    public async Task A_device_of_a_deleted_account_is_unknown_to_an_account_with_the_same_address()
    {
        var device = await KnownDevice.CreateAsync(_client);
        var deleted = await _client.CallAsync(
            HttpMethod.Delete, "/api/v1/users/me", null, device.Pair["access_token"]);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Problems.Is("invalid_credentials", await device.LoginAsync());

        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(device.User)).Status);

        await device.LockAccountAsync();
        await device.IsForgottenAsync();
    }

    private Task LetLocksPassAsync(KnownDevice device) => system.Database.ExecuteAsync(
        """
        WITH owner AS (SELECT id FROM users WHERE email = $1),
        known AS (
            UPDATE devices SET known_until = known_until - interval '1 day' FROM owner WHERE user_id = owner.id)
        UPDATE account_attempts SET locked_until = locked_until - interval '1 day' FROM owner WHERE user_id = owner.id
        """,
        device.User.Email);

    private Task<long> CountAsync(KnownDevice device) => system.Database.ScalarAsync<long>(
        "SELECT count(*) FROM devices WHERE user_id = (SELECT id FROM users WHERE email = $1)", device.User.Email);
}
