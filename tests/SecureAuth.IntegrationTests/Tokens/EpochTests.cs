using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SecureAuth.Core.Sessions;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>The epoch before which every session is revoked only moves forward. Moving it back would revive sessions.</summary>
public sealed class EpochTests(TestSystem system)
{
    [Fact]
    public async Task A_late_message_about_an_older_epoch_does_not_move_Redis_back()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var replica = new InProcessApi(own.Settings.ForApi());
        var revocations = replica.Services.GetRequiredService<RevocationList>();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(system.Redis.ConnectionString);
        var redis = connection.GetDatabase();
        var key = await own.RevocationKeyAsync();
        var later = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await revocations.PublishEpochAsync(later);
                return await EpochAsync() == later.ToUnixTimeMilliseconds();
            },
            "Redis knows the epoch");

        for (var round = 0; round < 20; round++)
        {
            await revocations.PublishEpochAsync(DateTimeOffset.UnixEpoch);
            Assert.Equal(later.ToUnixTimeMilliseconds(), await EpochAsync());
        }

        async Task<long> EpochAsync() => (long)await redis.HashGetAsync(key, "epoch");
    }

    [Fact]
    public async Task Revoking_all_tokens_never_moves_the_epoch_back()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync("UPDATE token_epoch SET not_before = date_trunc('hour', now()) + interval '2 hours'");

        await Cli.SucceedAsync(own.Settings.ForOperators(), "tokens", "revoke", "--all", "--yes");

        Assert.True(await own.Database.ScalarAsync<bool>(
            "SELECT not_before > now() + interval '1 hour' FROM token_epoch"));
    }

    [Fact]
    public async Task The_operators_role_cannot_move_the_epoch_back()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync("UPDATE token_epoch SET not_before = now()");
        await using var operators = new Database(own.Settings.ForOperators()["ConnectionStrings__operator"]);

        var error = await Assert.ThrowsAsync<PostgresException>(
            () => operators.ExecuteAsync("UPDATE token_epoch SET not_before = not_before - interval '1 millisecond'"));

        Assert.Contains("epoch", error.MessageText, StringComparison.Ordinal);
        Assert.Equal(
            1, await operators.ExecuteAsync("UPDATE token_epoch SET not_before = not_before + interval '1 millisecond'"));
    }
}
