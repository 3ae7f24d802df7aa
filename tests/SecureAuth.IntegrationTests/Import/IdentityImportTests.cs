using System.Net;
using Npgsql;
using SecureAuth.IntegrationTests.Documentation;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Import;

/// <summary>The steps of docs/guides/migrate-from-aspnet-identity.md.</summary>
public sealed class IdentityImportTests(TestSystem system)
{
    /// <summary>Short enough for Identity's policy, and not for ours, which applies to new passwords alone.</summary>
    private const string Password = "Tram-7!";

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Users_of_Identity_sign_in_after_the_export_and_the_import()
    {
        Assert.SkipWhen(ProgramPath.Find("psql") is null, "psql is not installed.");
        var confirmed = NewUser.Create().Email;
        var unconfirmed = NewUser.Create().Email;
        var locked = NewUser.Create().Email;
        await using var database = await OwnDatabase.CreateEmptyAsync(system);
        await using (var identity = await IdentityApplication.StartAsync(database.Settings.Owner))
        {
            await identity.RegisterAsync(confirmed, Password);
            await identity.RegisterAsync(unconfirmed, Password);
            await identity.RegisterAsync(locked, Password);
        }

        await database.Database.ExecuteAsync(
            """UPDATE "AspNetUsers" SET "EmailConfirmed" = true WHERE "Email" = $1""", confirmed);
        await database.Database.ExecuteAsync(
            """UPDATE "AspNetUsers" SET "LockoutEnd" = now() + interval '100 years' WHERE "Email" = $1""", locked);

        var export = await ExportAsync(database.Settings.Owner);
        var imported = await Cli.RunAsync(
            system.Settings.ForOperators(), export, "users", "import", "-", "--yes", "--output", "json");

        Assert.True(imported.ExitCode == 0, imported.ToString());
        Assert.Equal(2, imported.Json.GetProperty("imported").GetInt32());
        Assert.StartsWith("AQAAAA", await HashOfAsync(confirmed), StringComparison.Ordinal);
        Problems.Is("invalid_credentials", await _client.LoginAsync(confirmed, Password + "x"));
        var signedIn = await _client.LoginAsync(confirmed, Password);
        Assert.True((await _client.MeAsync(signedIn["access_token"])).Json.GetProperty("email_verified").GetBoolean());
        Assert.StartsWith("$bcrypt-sha256$", await HashOfAsync(confirmed), StringComparison.Ordinal);
        signedIn = await _client.LoginAsync(unconfirmed, Password);
        Assert.False((await _client.MeAsync(signedIn["access_token"])).Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(confirmed, Password)).Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(locked, Password));
    }

    private static async Task<string> ExportAsync(string connectionString)
    {
        var old = new NpgsqlConnectionStringBuilder(connectionString);
        var psql = new Command(
            "psql", "--no-psqlrc", "--tuples-only", "--no-align",
            "--file", Path.Combine(RepositorySite.Root, "deploy", "import", "aspnet-identity.sql"),
            $"host={old.Host} port={old.Port} dbname={old.Database} user={old.Username}")
        {
            Variables = new Dictionary<string, string> { ["PGPASSWORD"] = old.Password! },
        };
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        var run = await ChildProcess.CaptureAsync(psql, timeout.Token);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private Task<string?> HashOfAsync(string email) =>
        system.Database.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", email);
}
