using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Devices;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>A device token gives five guesses and one place in the queue, however many callers share it.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class DeviceRaceTests(Replicas replicas)
{
    private const int Allowed = 5;

    [Fact]
    public async Task Of_fifty_guesses_with_a_stolen_token_five_are_checked()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var device = await KnownDevice.CreateAsync(client);

            var responses = await replicas.RaceAsync(
                client, (either, i) => either.LoginAsync(device.User.Email, $"not the password {i}", device.Token));

            Assert.Equal(Allowed, responses.Count("invalid_credentials"));
            Assert.Equal(Race.Callers - Allowed, responses.Count("account_locked"));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.DeviceLocked, client));
            Assert.Equal(0, await replicas.Database.AuditCountAsync(AuditEvent.AccountLocked, client));

            // The device is locked for the correct password too, and does not get the guesses of strangers in addition.
            var locked = await device.LoginAsync();
            Problems.Is("account_locked", locked);
            Assert.InRange(locked.RetryAfter!.Value, 840, 900);

            // Strangers have their own guesses.
            Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(device.User)).Status);
        }
    }

    [Fact]
    public async Task Fifty_correct_passwords_from_one_device_all_succeed_and_it_stays_one_device()
    {
        var client = replicas.NewClient();
        var device = await KnownDevice.CreateAsync(client);

        var responses = await replicas.RaceAsync(client, (either, _) => either.LoginAsync(device.User, device.Token));

        responses.AreAll(HttpStatusCode.OK);
        Assert.All(responses, response => Assert.Equal(device.Token, response["device_token"]));
        Assert.Equal(1, await CountAsync(device));
    }

    [Fact]
    public async Task Fifty_new_devices_leave_ten()
    {
        var client = replicas.NewClient();
        var device = await KnownDevice.CreateAsync(client);

        var responses = await replicas.RaceAsync(client, (either, _) => either.LoginAsync(device.User));

        responses.AreAll(HttpStatusCode.OK);
        Assert.Equal(Race.Callers, responses.Select(response => response["device_token"]).Distinct().Count());
        Assert.Equal(10, await CountAsync(device));
    }

    [Fact]
    public async Task A_device_that_is_forgotten_while_it_signs_in_stays_forgotten()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var lost = await KnownDevice.CreateAsync(client);
            var owner = await KnownDevice.CreateAsync(client, lost.User);

            var responses = await replicas.RaceAsync(
                client,
                (either, i) => i == 0
                    ? either.EndSessionAsync(owner.Pair["access_token"], lost.SessionId)
                    : either.LoginAsync(lost.User, lost.Token));

            responses.AreAll(HttpStatusCode.OK, HttpStatusCode.NoContent);
            await owner.LockAccountAsync();
            await lost.IsForgottenAsync();
        }
    }

    private Task<long> CountAsync(KnownDevice device) => replicas.Database.ScalarAsync<long>(
        "SELECT count(*) FROM devices WHERE user_id = (SELECT id FROM users WHERE email = $1)", device.User.Email);
}
