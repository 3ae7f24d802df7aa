using System.Buffers.Text;
using System.Net.Http.Json;
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
        var secrets = await LeaveSecretsEverywhereAsync();
        string[] forms = [.. secrets.SelectMany(FormsOf)];

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

    /// <summary>Every flow, successful and refused, and every place where a client could put a secret by mistake.</summary>
    private async Task<string[]> LeaveSecretsEverywhereAsync()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var wrong = NewUser.StrongPassword();
        var weak = $"{user.Account.Email} {NewUser.StrongPassword()}";
        await _client.LoginAsync(user.Account.Email, wrong);
        await _client.RegisterAsync(NewUser.Create().Email, weak + new string('x', 200));
        await _client.RegisterAsync(user.Account);
        var refreshed = await _client.RefreshAsync(user.RefreshToken);
        await _client.RefreshAsync(user.RefreshToken);
        await _client.RefreshAsync(refreshed["refresh_token"] + "x");
        await _client.MeAsync(refreshed["access_token"]);
        await _client.MeAsync(refreshed["access_token"] + "x");
        await _client.GetAsync($"/api/v1/users/me?access_token={refreshed["access_token"]}");
        await _client.GetAsync($"/api/v1/nothing/{refreshed["refresh_token"]}");
        await _client.PostTextAsync("/api/v1/auth/login", $$"""{"email":"{{user.Account.Email}}","password":"{{wrong}}",""");
        await _client.PostTextAsync("/api/v1/auth/login", $$"""{"{{wrong}}":"{{user.Account.Password}}"}""");
        await _client.PostTextAsync("/api/v1/auth/refresh", $$"""{"refresh_token":["{{refreshed["refresh_token"]}}"]}""");
        await _client.LogoutAsync(refreshed["access_token"], refreshed["refresh_token"]);

        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/logout", refreshed["access_token"] + "y");
        request.Content = JsonContent.Create(new { refresh_token = refreshed["refresh_token"], all = true });
        await _client.SendAsync(request);
        return
        [
            user.Account.Password, wrong, weak, user.AccessToken, user.RefreshToken, refreshed["access_token"],
            refreshed["refresh_token"],
        ];
    }

    /// <summary>The secret itself, its encodings as bytes, and the unguessable part of a token.</summary>
    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..20];
        if (secret.StartsWith("sart_", StringComparison.Ordinal))
        {
            var bytes = Base64Url.DecodeFromChars(secret.AsSpan("sart_".Length));
            yield return Convert.ToHexString(bytes.AsSpan(20, 32));
            yield return secret[^40..];
        }
        else if (secret.Contains('.', StringComparison.Ordinal))
        {
            yield return secret[(secret.LastIndexOf('.') + 1)..];
        }
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
