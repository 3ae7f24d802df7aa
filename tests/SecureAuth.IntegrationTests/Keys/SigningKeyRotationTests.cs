using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.IntegrationTests.Sessions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>The rotation that the API does by itself, and what its database role can do to it.</summary>
public sealed class SigningKeyRotationTests(TestSystem system)
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(90);
    private static readonly TimeSpan AnnounceBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private const string Announce = "SELECT announce_signing_key($1, '\\x00', '\\x00', ";

    [Fact]
    public async Task The_API_announces_the_next_key_in_the_public_keys_before_it_signs()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.AgeSigningKeysAsync(Interval - AnnounceBefore + Margin);
        await using var api = await own.StartApiAsync();
        var client = new TestClient(api);

        await Eventually.IsTrueAsync(
            async () => (await own.Database.SigningKeysAsync()).Count == 2, "the next key is announced");

        var keys = await own.Database.SigningKeysAsync();
        Assert.InRange(keys[1].SignsIn, AnnounceBefore - Margin, AnnounceBefore);
        Assert.Equal(keys[1].ActivatesAt + SigningKeyRow.Verification, keys[0].RetiresAt);
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/.well-known/jwks.json")).Body.Contains(keys[1].KeyId, StringComparison.Ordinal),
            "the next key is published");
        var user = await SignedInUser.CreateAsync(client);
        Assert.Equal(keys[0].KeyId, user.KeyOf());
        var row = Assert.Single(await own.Database.AuditOfEventAsync(AuditEvent.SigningKeyAnnounced));
        Assert.Equal((ActorKind.System, (string?)null), (row.ActorKind, row.ActorName));

        await own.Database.ActivateAnnouncedAsync();
        await Eventually.IsTrueAsync(
            async () => (await user.SignInAgainAsync()).KeyOf() == keys[1].KeyId, "the next key signs");
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(user.AccessToken)).Status);
    }

    [Fact]
    public async Task A_key_that_is_young_enough_stays_alone()
    {
        await using var own = await OwnDatabase.CreateAsync(system);

        // The key is as old as the database that all tests copy, which the run has made when it began.
        await own.Database.AgeSigningKeysAsync(Interval - AnnounceBefore - TimeSpan.FromHours(2));
        await using var api = await StillReplica.StartAsync(system, own.Settings.ForApi());

        Assert.Null(await AnnounceAsync(api.Services));

        Assert.Single(await own.Database.SigningKeysAsync());
    }

    [Fact]
    public async Task Fifty_rotations_at_once_make_one_key()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await StillReplica.StartAsync(system, own.Settings.ForApi(
            own.Settings.Patience));
        await own.Database.AgeSigningKeysAsync(Interval);

        var announced = await Race.RunAsync(Enumerable.Repeat(() => AnnounceAsync(api.Services), Race.Callers));

        var key = Assert.Single(announced.OfType<AnnouncedSigningKey>());
        var keys = await own.Database.SigningKeysAsync();
        Assert.Equal(2, keys.Count);
        Assert.Equal(key.KeyId, keys[1].KeyId);
        Assert.Single(await own.Database.AuditOfEventAsync(AuditEvent.SigningKeyAnnounced));
    }

    [Fact]
    public async Task Fifty_operators_and_instances_at_once_make_one_key()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.AgeSigningKeysAsync(Interval);
        await using var api = new Database(own.Settings.Api + ";Command Timeout=60;Timeout=60");
        await using var operators = new Database(own.Settings.Operators! + ";Command Timeout=60;Timeout=60");

        await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(i => (Func<Task<int>>)(() => i % 2 == 0
            ? api.ExecuteAsync(Announce + "'90 days', '14 days')", $"api-{i}")
            : operators.ExecuteAsync("SELECT rotate_signing_key($1, '\\x00', '\\x00')", $"operator-{i}"))));

        Assert.Equal(2, (await own.Database.SigningKeysAsync()).Count);
    }

    [Fact]
    public async Task Whoever_takes_over_the_role_of_the_API_can_neither_pile_up_keys_nor_have_one_used_soon()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var role = new Database(own.Settings.Api);

        Assert.NotEqual(default, await role.ScalarAsync<DateTime>(Announce + "NULL, '-100 years')", "made-up"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(default, await role.ScalarAsync<DateTime>(Announce + "'-1 day', '0')", $"more-{i}"));
        }

        var keys = await own.Database.SigningKeysAsync();
        Assert.Equal(2, keys.Count);
        Assert.InRange(keys[1].SignsIn, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Equal(keys[1].ActivatesAt + SigningKeyRow.Verification, keys[0].RetiresAt);
        foreach (var statement in new[]
        {
            "SELECT retire_signing_key('made-up', '{}', NULL, NULL, NULL)", "SELECT rotate_signing_key('x', '', '')",
            "UPDATE signing_keys SET retires_at = NULL", "SELECT 1 FROM signing_keys FOR UPDATE",
        })
        {
            var denied = await Assert.ThrowsAsync<PostgresException>(() => role.ExecuteAsync(statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
    }

    [Fact]
    public async Task Whoever_takes_over_the_role_of_the_API_cannot_block_the_rotation_for_ever()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.AgeSigningKeysAsync(Interval);
        await using var role = new Database(own.Settings.Api);

        await role.ExecuteAsync(Announce + "'0', '1000 years')", "made-up");

        Assert.True((await own.Database.SigningKeysAsync())[1].SignsIn <= TimeSpan.FromDays(90));
    }

    [Fact]
    public async Task A_made_up_key_is_neither_published_nor_used_and_its_retirement_leaves_no_trace()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var role = new Database(own.Settings.Api);
        await using var api = await own.StartApiAsync();
        var client = new TestClient(api);
        var user = await SignedInUser.CreateAsync(client);
        await role.ExecuteAsync(Announce + "'0', '0')", "made-up");
        await Eventually.IsTrueAsync(
            () => api.Log.Contains("The signing key made-up cannot be used"), "the key is reported");

        await own.Database.ActivateAnnouncedAsync();

        Assert.DoesNotContain("made-up", (await client.GetAsync("/.well-known/jwks.json")).Body, StringComparison.Ordinal);
        Assert.Equal(user.KeyOf(), (await user.SignInAgainAsync()).KeyOf());
        await own.Settings.KeysAsync("retire", "made-up", "--yes");
        Assert.Null((await own.Database.SigningKeysAsync()).Single(key => key.KeyId == user.KeyOf()).RetiresAt);
    }

    [Fact]
    public async Task An_instance_that_cannot_decrypt_a_key_makes_none()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.AgeSigningKeysAsync(Interval);
        await own.Database.AddUnreadableKeyAsync("unreadable", -Interval);
        await using var api = await StillReplica.StartAsync(system, own.Settings.ForApi());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AnnounceAsync(api.Services));

        Assert.Equal(2, (await own.Database.SigningKeysAsync()).Count);
    }

    private static async Task<AnnouncedSigningKey?> AnnounceAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SigningKeyRotation>().AnnounceIfDueAsync(CancellationToken.None);
    }
}
