using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>A migrated database of its own for processes whose master keys a test may change.</summary>
internal sealed class KeyedDeployment(OwnDatabase own) : IAsyncDisposable
{
    public Settings Settings => own.Settings;

    public Database Database => own.Database;

    public static async Task<KeyedDeployment> CreateAsync(TestSystem system) => new(await OwnDatabase.CreateAsync(system));

    /// <summary>The API's settings with other master keys, newest first.</summary>
    public Dictionary<string, string> ForApi(params string[] masterKeys) => With(Settings.ForApi(), masterKeys);

    public Task<HostedApi> StartApiAsync(params string[] masterKeys) => HostedApi.StartAsync(ForApi(masterKeys));

    public Task<ApiProcess> StartReplicaAsync(params string[] masterKeys) => ApiProcess.StartAsync(ForApi(masterKeys));

    /// <summary>The CLI's settings with other master keys, newest first.</summary>
    public Dictionary<string, string> ForOperators(params string[] masterKeys) => With(Settings.ForOperators(), masterKeys);

    public async Task<CliResult> RewrapAsync(string[] masterKeys, params string[] more)
    {
        var result = await Cli.RunAsync(
            ForOperators(masterKeys), "", ["keys", "rewrap", "--reason", "rotation", "--output", "json", .. more]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    /// <summary>Signs in with both factors. Instead of waiting for the next step, it forgets the last used one.</summary>
    public async Task<Response> SignInAsync(TestClient client, EnrolledUser user)
    {
        await Database.ExecuteAsync("UPDATE totp_credentials SET last_used_step = 0");
        var challenge = await client.LoginAsync(user.User.Account);
        return challenge.Status == HttpStatusCode.OK
            ? await client.CompleteAsync(challenge["temp_token"], user.App.Code())
            : challenge;
    }

    public ValueTask DisposeAsync() => own.DisposeAsync();

    private static Dictionary<string, string> With(Dictionary<string, string> settings, string[] masterKeys)
    {
        settings.Remove("Keys__Master__0");
        for (var i = 0; i < masterKeys.Length; i++)
        {
            settings[$"Keys__Master__{i}"] = masterKeys[i];
        }

        return settings;
    }
}
