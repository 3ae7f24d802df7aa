using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>
/// Without a master key there is one clear log line and a 503 for operations that need it. The others continue.
/// </summary>
public sealed class MissingMasterKeyTests(TestSystem system, EnrolledDatabase enrolled) : IClassFixture<EnrolledDatabase>
{
    /// <summary>The first failure of a background loop.</summary>
    private const int OutageBegins = 901;

    private readonly string _other = Settings.NewKey();

    [Fact]
    public async Task With_the_wrong_master_key_dependent_calls_are_503_and_the_log_names_it_once()
    {
        await using var deployment = await enrolled.CopyAsync();
        var right = deployment.Settings.MasterKey;
        var user = enrolled.User.User;
        await using var api = await HostedApi.LaunchAsync(deployment.ForApi(_other));
        var missing = $"The key ring needs the master key {RingForge.Fingerprint(right)}, which is not configured";
        await Eventually.IsTrueAsync(() => api.Log.Contains(missing) && api.Log.Contains("Now listening on"), missing);
        var client = user.Client.Through(api);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).Status);
        foreach (var response in new[]
        {
            await client.LoginAsync(user.Account),
            await client.LoginAsync(NewUser.Create()),
            await client.RegisterAsync(NewUser.Create()),
            await client.RefreshAsync(user.RefreshToken),
            await client.MeAsync(user.AccessToken),
            await client.SetUpAsync(user.AccessToken),
            await client.CompleteAsync("temp", "123456"),
            await client.GetAsync("/.well-known/jwks.json"),
        })
        {
            Problems.Is("service_unavailable", response);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/openapi.json")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/.well-known/openid-configuration")).Status);
        Assert.Single(
            api.Log.Records, record => record.GetProperty("Message").GetString()!.StartsWith(missing, StringComparison.Ordinal));

        // A busy machine may answer late at the start, which the log explains with the exception.
        Assert.DoesNotContain(api.Log.Records, record =>
            record.GetProperty("EventId").GetInt32() != OutageBegins && record.TryGetProperty("Exception", out _));

        // It has not created a second key ring beside the one that it cannot decrypt.
        Assert.Equal(1, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
    }

    [Fact]
    public async Task A_code_whose_secret_cannot_be_decrypted_is_503_and_other_users_sign_in()
    {
        await using var deployment = await enrolled.CopyAsync();
        var user = enrolled.User.User;

        // A flipped bit always changes the secret; a byte with a fixed value might already have that value.
        await deployment.Database.ExecuteAsync(
            "UPDATE totp_credentials SET protected_secret = set_byte(protected_secret, 9, get_byte(protected_secret, 9) # 1)");
        await using var api = await deployment.StartApiAsync(deployment.Settings.MasterKey);
        var client = user.Client.Through(api);

        // This exceeds the allowed failures: a code that could not be checked does not count.
        for (var i = 0; i < 7; i++)
        {
            var response = await deployment.SignInAsync(client, enrolled.User);
            Assert.True(response.Status == HttpStatusCode.ServiceUnavailable, response.ToString());
        }

        await SignedInUser.CreateAsync(new TestClient(api));
    }

    [Fact]
    public async Task The_CLI_reports_it_in_one_line_and_runs_commands_that_need_no_key()
    {
        await using var deployment = await enrolled.CopyAsync();
        var user = enrolled.User.User;
        foreach (var settings in new[] { deployment.ForOperators(_other), Production(deployment.ForOperators()) })
        {
            var revoked = await Cli.RunAsync(
                settings, user.RefreshToken + "\n", "tokens", "revoke", "--refresh-token-stdin", "--yes");
            IsRefused(revoked, "Keys__Master__0");
            IsRefused(await Cli.RunAsync(settings, "", "keys", "rewrap"), "Keys__Master__0");
            Assert.Equal(0, (await Cli.RunAsync(settings, "", "users", "show", user.Account.Email)).ExitCode);
            Assert.Equal(0, (await Cli.RunAsync(settings, "", "users", "unlock", user.Account.Email, "--yes")).ExitCode);
        }
    }

    [Fact]
    public async Task In_Production_a_migration_without_a_master_key_changes_nothing()
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);
        var settings = Production(own.Settings.ForMigration());
        settings.Remove("Keys__Master__0");

        IsRefused(await Cli.RunAsync(settings, "", "migrate"), "Keys__Master__0");

        Assert.Equal(0L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task A_migration_with_the_wrong_master_key_creates_no_second_set_of_keys()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        await deployment.Database.ExecuteAsync("DELETE FROM server_secrets WHERE purpose = 'RecoveryCodes'");
        var settings = deployment.Settings.ForMigration();
        settings["Keys__Master__0"] = _other;

        IsRefused(await Cli.RunAsync(settings, "", "migrate"), RingForge.Fingerprint(deployment.Settings.MasterKey));

        Assert.Equal(4, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM server_secrets"));
        Assert.Equal(1, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
    }

    private static Dictionary<string, string> Production(Dictionary<string, string> settings)
    {
        settings["ASPNETCORE_ENVIRONMENT"] = settings["DOTNET_ENVIRONMENT"] = "Production";
        return settings;
    }

    private static void IsRefused(CliResult result, string named)
    {
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(named, Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
    }
}
