using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Keys;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>The commands for signing keys, without a running API.</summary>
public sealed class KeysTests(TestSystem system) : IAsyncLifetime
{
    private static readonly TimeSpan Announcement = TimeSpan.FromMinutes(10);

    private OwnDatabase _own = null!;

    private Database Database => _own.Database;

    public async ValueTask InitializeAsync() => _own = await OwnDatabase.CreateAsync(system);

    public ValueTask DisposeAsync() => _own.DisposeAsync();

    [Fact]
    public async Task A_rotation_announces_a_key_that_signs_when_all_caches_have_it()
    {
        var first = Assert.Single(await Database.SigningKeysAsync());

        var report = await _own.Settings.KeysAsync("rotate", "--reason", "an administrator left");

        var keys = await Database.SigningKeysAsync();
        Assert.Equal([first.KeyId, report.GetProperty("kid").GetString()!], keys.Select(key => key.KeyId));
        Assert.True(report.GetProperty("changed").GetBoolean());
        Assert.InRange(keys[1].SignsIn, Announcement - TimeSpan.FromMinutes(1), Announcement);
        Assert.Null(keys[1].RetiresAt);
        Assert.Equal(keys[1].ActivatesAt + SigningKeyRow.Verification, keys[0].RetiresAt);
        var row = Assert.Single(await Database.AuditOfEventAsync(AuditEvent.SigningKeyAnnounced));
        Assert.Equal((ActorKind.Operator, "an administrator left"), (row.ActorKind, row.Reason));
    }

    [Fact]
    public async Task A_second_rotation_changes_nothing_and_is_not_recorded()
    {
        var first = await _own.Settings.KeysAsync("rotate");
        var before = await Database.SigningKeysAsync();

        var second = await _own.Settings.KeysAsync("rotate");

        Assert.False(second.GetProperty("changed").GetBoolean());
        Assert.Equal(first.GetProperty("kid").GetString(), second.GetProperty("kid").GetString());
        Assert.Equal(before.Select(Stored), (await Database.SigningKeysAsync()).Select(Stored));
        Assert.Single(await Database.AuditOfEventAsync(AuditEvent.SigningKeyAnnounced));
    }

    [Fact]
    public async Task A_dry_run_of_a_rotation_changes_nothing()
    {
        var before = await Database.SigningKeysAsync();

        var report = await _own.Settings.KeysAsync("rotate", "--dry-run");

        Assert.True(report.GetProperty("dry_run").GetBoolean());
        Assert.True(report.GetProperty("changed").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("kid").ValueKind);
        Assert.Equal(before.Select(Stored), (await Database.SigningKeysAsync()).Select(Stored));
        Assert.Empty(await Database.AuditOfEventAsync(AuditEvent.SigningKeyAnnounced));
    }

    [Fact]
    public async Task A_rotation_has_an_announced_key_sign_sooner()
    {
        await _own.Settings.KeysAsync("rotate");
        await Database.ExecuteAsync(
            """
            UPDATE signing_keys SET activates_at = activates_at + interval '10 days' WHERE retires_at IS NULL;
            UPDATE signing_keys SET retires_at = retires_at + interval '10 days' WHERE retires_at IS NOT NULL
            """);

        var report = await _own.Settings.KeysAsync("rotate");

        var keys = await Database.SigningKeysAsync();
        Assert.Equal(2, keys.Count);
        Assert.True(report.GetProperty("changed").GetBoolean());
        Assert.Equal(keys[1].KeyId, report.GetProperty("kid").GetString());
        Assert.InRange(keys[1].SignsIn, Announcement - TimeSpan.FromMinutes(1), Announcement);
        Assert.Equal(keys[1].ActivatesAt + SigningKeyRow.Verification, keys[0].RetiresAt);
    }

    [Fact]
    public async Task A_key_that_cannot_be_decrypted_is_not_brought_forward()
    {
        await Database.AddUnreadableKeyAsync("unreadable", TimeSpan.FromDays(10));
        var before = await Database.SigningKeysAsync();

        var result = await Cli.RunAsync(_own.Settings, "keys", "rotate");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("unreadable cannot be decrypted", result.Messages, StringComparison.Ordinal);
        Assert.Equal(before.Select(Stored), (await Database.SigningKeysAsync()).Select(Stored));
    }

    [Fact]
    public async Task Retiring_the_only_key_makes_one_that_signs_at_once()
    {
        var first = Assert.Single(await Database.SigningKeysAsync());

        var report = await _own.Settings.KeysAsync("retire", first.KeyId, "--yes", "--reason", "leaked");

        var keys = await Database.SigningKeysAsync();
        Assert.Equal(2, keys.Count);
        Assert.True(keys[0].IsRetired);
        Assert.True(keys[1].SignsIn <= TimeSpan.Zero);
        Assert.Null(keys[1].RetiresAt);
        Assert.Equal(keys[1].KeyId, report.GetProperty("signing_kid").GetString());
        Assert.True(report.GetProperty("new_key").GetBoolean());
        var row = Assert.Single(await Database.AuditOfEventAsync(AuditEvent.SigningKeyRetired));
        Assert.Equal((ActorKind.Operator, "leaked"), (row.ActorKind, row.Reason));

        var again = await _own.Settings.KeysAsync("retire", first.KeyId, "--yes");
        Assert.False(again.GetProperty("changed").GetBoolean());
        Assert.Equal(keys.Select(Stored), (await Database.SigningKeysAsync()).Select(Stored));
        Assert.Single(await Database.AuditOfEventAsync(AuditEvent.SigningKeyRetired));
    }

    [Fact]
    public async Task The_announced_key_takes_the_place_of_a_retired_one()
    {
        await _own.Settings.KeysAsync("rotate");
        var before = await Database.SigningKeysAsync();

        var report = await _own.Settings.KeysAsync("retire", before[0].KeyId, "--yes");

        var keys = await Database.SigningKeysAsync();
        Assert.Equal(before.Select(key => key.KeyId), keys.Select(key => key.KeyId));
        Assert.True(keys[0].IsRetired);
        Assert.True(keys[1].SignsIn <= TimeSpan.Zero);
        Assert.Null(keys[1].RetiresAt);
        Assert.Equal(keys[1].KeyId, report.GetProperty("signing_kid").GetString());
        Assert.False(report.GetProperty("new_key").GetBoolean());
    }

    [Fact]
    public async Task Without_the_announced_key_the_present_one_has_no_end()
    {
        await _own.Settings.KeysAsync("rotate");
        var before = await Database.SigningKeysAsync();

        await _own.Settings.KeysAsync("retire", before[1].KeyId, "--yes");

        var keys = await Database.SigningKeysAsync();
        Assert.Null(keys[0].RetiresAt);
        Assert.True(keys[1].IsRetired);
        Assert.Equal("signing", StateOf(await _own.Settings.KeysAsync("list"), keys[0].KeyId));
    }

    [Fact]
    public async Task A_replaced_key_never_signs_again()
    {
        await _own.Settings.KeysAsync("rotate");
        await Database.ActivateAnnouncedAsync();
        var before = await Database.SigningKeysAsync();

        await _own.Settings.KeysAsync("retire", before[1].KeyId, "--yes");

        var keys = await Database.SigningKeysAsync();
        Assert.Equal(3, keys.Count);
        Assert.Equal(before[0].RetiresAt, keys[0].RetiresAt);
        Assert.Null(keys[2].RetiresAt);
        var list = await _own.Settings.KeysAsync("list");
        Assert.Equal(["verifying", "retired", "signing"], keys.Select(key => StateOf(list, key.KeyId)));
    }

    [Fact]
    public async Task A_retired_key_that_only_verified_changes_nothing_else()
    {
        await _own.Settings.KeysAsync("rotate");
        await Database.ActivateAnnouncedAsync();
        await _own.Settings.KeysAsync("rotate");
        var before = await Database.SigningKeysAsync();

        await _own.Settings.KeysAsync("retire", before[0].KeyId, "--yes");

        var keys = await Database.SigningKeysAsync();
        Assert.True(keys[0].IsRetired);
        Assert.Equal(before.Skip(1).Select(Stored), keys.Skip(1).Select(Stored));
    }

    [Fact]
    public async Task Retiring_a_key_that_nobody_can_decrypt_puts_the_present_one_back()
    {
        var first = Assert.Single(await Database.SigningKeysAsync());
        await Database.AddUnreadableKeyAsync("unreadable", -TimeSpan.FromMinutes(1));
        await Database.ExecuteAsync(
            "UPDATE signing_keys SET retires_at = now() + interval '64 minutes' WHERE key_id = $1", first.KeyId);
        var list = await _own.Settings.KeysAsync("list");
        Assert.Equal("signing", StateOf(list, first.KeyId));
        Assert.True(KeyIn(list, "unreadable").GetProperty("unreadable").GetBoolean());

        await _own.Settings.KeysAsync("retire", "unreadable", "--yes");

        var keys = await Database.SigningKeysAsync();
        Assert.Null(keys.Single(key => key.KeyId == first.KeyId).RetiresAt);
        Assert.Equal(2, keys.Count);
    }

    [Fact]
    public async Task A_dry_run_of_a_retirement_says_what_would_sign_and_changes_nothing()
    {
        var first = Assert.Single(await Database.SigningKeysAsync());

        var report = await _own.Settings.KeysAsync("retire", first.KeyId, "--dry-run");

        Assert.True(report.GetProperty("dry_run").GetBoolean());
        Assert.True(report.GetProperty("new_key").GetBoolean());
        Assert.Equal(Stored(first), Stored(Assert.Single(await Database.SigningKeysAsync())));
        Assert.Empty(await Database.AuditOfEventAsync(AuditEvent.SigningKeyRetired));
    }

    [Fact]
    public async Task A_retirement_needs_a_key_and_a_confirmation()
    {
        var first = Assert.Single(await Database.SigningKeysAsync());

        var unknown = await Cli.RunAsync(_own.Settings, "keys", "retire", "unknown", "--yes");
        var unconfirmed = await Cli.RunAsync(_own.Settings, "keys", "retire", first.KeyId);

        Assert.Equal((3, 4), (unknown.ExitCode, unconfirmed.ExitCode));
        Assert.Equal(Stored(first), Stored(Assert.Single(await Database.SigningKeysAsync())));
    }

    [Fact]
    public async Task Without_the_master_key_the_only_key_is_not_retired()
    {
        var first = Assert.Single(await Database.SigningKeysAsync());
        var settings = new Dictionary<string, string>(_own.Settings.ForOperators()) { ["Keys__Master__0"] = Settings.NewKey() };

        var result = await Cli.RunAsync(settings, "", "keys", "retire", first.KeyId, "--yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            RingForge.Fingerprint(_own.Settings.MasterKey), result.Messages.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(Stored(first), Stored(Assert.Single(await Database.SigningKeysAsync())));
    }

    [Fact]
    public async Task The_list_says_what_each_key_is_used_for_and_which_master_key_it_needs()
    {
        await _own.Settings.KeysAsync("rotate");
        var keys = await Database.SigningKeysAsync();

        var list = await _own.Settings.KeysAsync("list");

        Assert.Equal(["signing", "announced"], keys.Select(key => StateOf(list, key.KeyId)));
        foreach (var key in list.GetProperty("keys").EnumerateArray())
        {
            JsonAssert.HasExactly(
                key, "kid", "state", "created_at", "activates_at", "retires_at", "unreadable", "master_key");
            Assert.False(key.GetProperty("unreadable").GetBoolean());
            Assert.Equal(RingForge.Fingerprint(_own.Settings.MasterKey), key.GetProperty("master_key").GetString());
        }

        var table = await Cli.RunAsync(_own.Settings, "keys", "list");
        Assert.Equal(0, table.ExitCode);
        Assert.All(keys, key => Assert.Contains(key.KeyId, table.Output, StringComparison.Ordinal));
    }

    private static (string, DateTime, DateTime?) Stored(SigningKeyRow key) => (key.KeyId, key.ActivatesAt, key.RetiresAt);

    private static JsonElement KeyIn(JsonElement list, string keyId) =>
        list.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == keyId);

    private static string? StateOf(JsonElement list, string keyId) => KeyIn(list, keyId).GetProperty("state").GetString();
}
