using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecureAuth.IntegrationTests.Documentation;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Import;

/// <summary>
/// The steps of docs/guides/migrate-from-keycloak.md. The hashes are those of Python's hashlib and of Argon2's reference
/// implementation, with the functions and parameters of Keycloak, and with passwords filled up as there.
/// </summary>
public sealed class KeycloakImportTests(TestSystem system)
{
    private const string Password = "violet tram over the harbour";

    private readonly TestClient _client = system.NewClient();

    private readonly string _domain = $"{RandomNumberGenerator.GetHexString(12, lowercase: true)}.example.test";

    [Fact]
    public async Task Users_of_a_realm_sign_in_after_the_conversion_and_the_import()
    {
        var users = await ConvertAsync("--compact-output");
        var imported = await Cli.RunAsync(
            system.Settings.ForOperators(), users, "users", "import", "-", "--yes", "--output", "json");

        Assert.True(imported.ExitCode == 0, imported.ToString());
        Assert.Equal(5, imported.Json.GetProperty("imported").GetInt32());
        await SignsInAsync("argon", Password, "Ann Harbour", verified: true);
        await SignsInAsync("sha512", Password, "Ben", verified: false);
        await SignsInAsync("sha256", Password, null, verified: true);
        await SignsInAsync("sha1", Password, null, verified: true);
        await SignsInAsync("short", "tiny", "Zoë Émile", verified: true);
    }

    [Fact]
    public async Task Usernames_are_kept_if_that_is_asked_for()
    {
        var kept = await ConvertAsync("--compact-output", "--arg", "usernames", "keep");
        var left = await ConvertAsync("--compact-output");

        // Those of the others are addresses, or begin with a digit.
        Assert.Equal(
            ["argon", "sha512", null, null, null],
            kept.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
                line => (string?)JsonNode.Parse(line)!["username"]));
        Assert.DoesNotContain("username", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_who_are_left_out_are_listed_with_the_reason()
    {
        Assert.Equal(
            """
            argoni: has a hash with argon2, which is not accepted
            disabled: is disabled
            temporary: has a temporary password
            no-mail: has no e-mail
            google: has no password (a passkey, another identity provider, a federation or a service account)
            service-account-shop: has no e-mail

            """.ReplaceLineEndings("\n"),
            await ConvertAsync("--raw-output", "--arg", "list", "left-out"));
    }

    [Fact]
    public async Task Users_who_lose_a_second_factor_are_listed()
    {
        Assert.Equal($"sha256@{_domain}\n", await ConvertAsync("--raw-output", "--arg", "list", "second-factor"));
    }

    private async Task<string> ConvertAsync(params string[] options)
    {
        Assert.SkipWhen(ProgramPath.Find("jq") is null, "jq is not installed. Debian: apt install jq.");
        var export = await File.ReadAllTextAsync(
            Path.Combine(RepositorySite.Root, "tests", "SecureAuth.IntegrationTests", "Import", "keycloak-users.json"),
            TestContext.Current.CancellationToken);
        var script = Path.Combine(RepositorySite.Root, "deploy", "import", "keycloak.jq");
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        var run = await ChildProcess.CaptureAsync(
            new Command("jq", [.. options, "--from-file", script])
            {
                Input = export.Replace("@shop.test", $"@{_domain}", StringComparison.Ordinal),
            },
            timeout.Token);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private async Task SignsInAsync(string name, string password, string? displayName, bool verified)
    {
        var email = $"{name}@{_domain}";

        Problems.Is("invalid_credentials", await _client.LoginAsync(email, password + "x"));
        var signedIn = await _client.LoginAsync(email, password);
        var me = (await _client.MeAsync(signedIn["access_token"])).Json;
        Assert.Equal(displayName, me.GetProperty("display_name").GetString());
        Assert.Equal(verified, me.GetProperty("email_verified").GetBoolean());
        Assert.StartsWith(
            "$bcrypt-sha256$",
            await system.Database.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", email),
            StringComparison.Ordinal);
    }
}
