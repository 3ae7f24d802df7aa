using System.Text;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Secrets;

/// <summary>Secrets appear afterwards neither in a log nor in PostgreSQL nor in Redis.</summary>
public sealed class SecretsTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task No_password_or_token_is_stored_or_logged_in_clear()
    {
        var flow = new EveryFlow(
            _client, system.Database, system.Settings.ForOperators(), system.Settings.MailFolder,
            system.Settings.ServiceSecret);
        await flow.RunAsync();
        string[] forms = [.. flow.SecretForms, .. DeploymentSecrets.FormsOf(system.Settings)];

        // Each place holds the data that it should, so that a missing secret proves something.
        foreach (var (kept, known) in new[]
        {
            (await DatabaseAsync(), _client.Address),
            (await RedisAsync(), "secureauth:{revocations:"),
            (system.Api.Log.ToString(), _client.Address),
        })
        {
            Assert.Contains(known, kept, StringComparison.Ordinal);
            Assert.All(forms, form => Assert.DoesNotContain(form, kept, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task No_email_is_logged_or_kept_in_Redis()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var stranger = NewUser.Create();
        await _client.LoginAsync(stranger);
        await _client.RegisterAsync(user.Account);

        foreach (var email in new[] { user.Account.Email, stranger.Email })
        {
            Assert.DoesNotContain(email, system.Api.Log.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(email, await RedisAsync(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain(stranger.Email, await DatabaseAsync(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Every column of every row of every table.</summary>
    private async Task<string> DatabaseAsync()
    {
        var dump = new StringBuilder();
        foreach (var table in await system.Database.RowsAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        {
            dump.AppendLine(await system.Database.ScalarAsync<string>(
                $"SELECT string_agg(t::text, E'\\n') FROM public.\"{table["tablename"]}\" t"));
        }

        return dump.ToString();
    }

    /// <summary>Every key with its value.</summary>
    private async Task<string> RedisAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(system.Redis.ConnectionString);
        var redis = connection.GetDatabase();
        var dump = new StringBuilder();
        await foreach (var key in connection.GetServers()[0].KeysAsync())
        {
            dump.Append(key.ToString()).Append(' ').AppendLine(await redis.KeyTypeAsync(key) switch
            {
                RedisType.String => (string?)await redis.StringGetAsync(key),
                RedisType.Hash => string.Join(' ', await redis.HashGetAllAsync(key)),
                RedisType.None => "",
                var type => throw new InvalidOperationException($"This test does not support the type {type}."),
            });
        }

        return dump.ToString();
    }
}
