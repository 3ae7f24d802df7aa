using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>users import</c>: accounts with the password hashes of another system.</summary>
public sealed class ImportTests(TestSystem system)
{
    private const string Password = "violet anvil tuesday";
    private const string IdentityHash = "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+QfeipvD4Q7F5HBD8ltLo9vGBWp7SzRHeQiXLHAgpA/g==";

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task An_imported_user_signs_in_and_is_audited()
    {
        var first = NewUser.Create().Email;
        var second = NewUser.Create().Email;
        var input = Line(new { email = first, password_hash = IdentityHash, display_name = " Zoë ", email_verified = true })
            + "\n" + Line(new { email = second, password_hash = BCrypt.Net.BCrypt.HashPassword(Password, 4) });

        var imported = await DoneAsync(input, "--reason", "from the old shop");

        Counts(imported, lines: 2, imported: 2, alreadyThere: 0, refused: 0);
        var signedIn = await _client.LoginAsync(first, Password);
        var me = await _client.MeAsync(signedIn["access_token"]);
        Assert.Equal("Zoë", me["display_name"]);
        Assert.True(me.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(second, Password)).Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(second, Password + "x"));
        var row = Assert.Single(await system.Database.AuditOfUserAsync(Guid.Parse(me["id"]), AuditEvent.UserImported));
        Assert.Equal(ActorKind.Operator, row.ActorKind);
        Assert.Equal("from the old shop", row.Reason);
        Assert.False(await system.Database.ScalarAsync<bool>("SELECT email_verified FROM users WHERE email = $1", second));
    }

    [Fact]
    public async Task A_second_run_changes_nobody()
    {
        var existing = await SignedInUser.CreateAsync(_client);
        var email = NewUser.Create().Email;
        var input = Line(new { email, password_hash = IdentityHash })
            + Line(new { email = existing.Account.Email.ToUpperInvariant(), password_hash = IdentityHash })
            + Line(new { email = email.ToUpperInvariant(), password_hash = IdentityHash, display_name = "Another" });

        var planned = await DoneAsync(input, "--dry-run");
        Assert.Equal(0L, await UsersWithAsync(email));
        var imported = await DoneAsync(input);
        var again = await DoneAsync(input);

        Counts(planned, lines: 3, imported: 1, alreadyThere: 2, refused: 0);
        Counts(imported, lines: 3, imported: 1, alreadyThere: 2, refused: 0);
        Counts(again, lines: 3, imported: 0, alreadyThere: 3, refused: 0);
        Assert.True(planned.Json.GetProperty("dry_run").GetBoolean());
        Assert.False(imported.Json.GetProperty("dry_run").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(existing.Account)).Status);
        Assert.Equal(1L, await system.Database.AuditCountWhereAsync(
            "event = $1 AND user_id = (SELECT id FROM users WHERE email = $2)", AuditEvent.UserImported, email));
    }

    [Theory]
    [InlineData("""{"email":"EMAIL"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":null}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"HASH","role":"admin"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"HASH","Email":"a@b.test"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"HASH","email_verified":"yes"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"HASH","display_name":"two\u000alines"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"HASH","display_name":"\ud800"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"HASH"} trailing""")]
    [InlineData("""{"email":"EMAIL@nowhere","password_hash":"HASH"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"$2b$17$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"$scrypt$ln=30,r=8,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"$7$z6..../....salt$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"AQAAAAAAHoSAAAAACAABAgMEBQYHAAECAwQFBgcICQoLDA0ODxAREhMUFRYX"}""")]
    [InlineData("""{"email":"EMAIL","password_hash":"violet anvil tuesday"}""")]
    [InlineData("""["EMAIL","HASH"]""")]
    [InlineData("not JSON")]
    public async Task A_refused_line_is_named_and_the_others_are_imported(string template)
    {
        var user = NewUser.Create().Email;
        var refused = NewUser.Create().Email;
        var line = template.Replace("EMAIL", refused, StringComparison.Ordinal)
            .Replace("HASH", IdentityHash, StringComparison.Ordinal);

        var result = await RunAsync($"\n{line}\r\n{Line(new { email = user, password_hash = IdentityHash })}", "--yes");

        Assert.Equal(1, result.ExitCode);
        Counts(result, lines: 2, imported: 1, alreadyThere: 0, refused: 1);
        Assert.StartsWith("error: line 2 was refused: ", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("AQAAA", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("violet", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(1L, await UsersWithAsync(user));
        Assert.Equal(0L, await UsersWithAsync(refused));
    }

    [Fact]
    public async Task A_line_without_end_is_refused_and_does_not_fill_the_memory()
    {
        var user = NewUser.Create().Email;

        var result = await RunAsync(
            new string('x', 3_000_000) + "\n" + Line(new { email = user, password_hash = IdentityHash }), "--yes");

        Counts(result, lines: 2, imported: 1, alreadyThere: 0, refused: 1);
        Assert.Contains("line 1 was refused: it is too long", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_several_batches_is_imported()
    {
        const int Users = 2500;
        var tag = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, string.Concat(Enumerable.Range(0, Users).Select(
                i => Line(new { email = $"user{i}.{tag}@example.test", password_hash = IdentityHash }))));

            Assert.Equal(4, (await Cli.RunAsync(system.Settings, "users", "import", path)).ExitCode);
            var imported = await Cli.RunAsync(system.Settings, "users", "import", path, "--yes", "--output", "json");

            Counts(imported, lines: Users, imported: Users, alreadyThere: 0, refused: 0);
        }
        finally
        {
            File.Delete(path);
        }

        var pattern = $"user%.{tag}@example.test";
        Assert.Equal((long)Users, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM users u JOIN audit_events a ON a.user_id = u.id AND a.event = $1 WHERE u.email LIKE $2",
            AuditEvent.UserImported, pattern));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync($"user{Users - 1}.{tag}@example.test", Password)).Status);
    }

    [Fact]
    public async Task Guesses_made_before_the_import_do_not_lock_the_user_out()
    {
        var user = NewUser.Create().Email;
        for (var guess = 0; guess < 5; guess++)
        {
            await _client.LoginAsync(user, "not the password");
        }

        Problems.Is("account_locked", await _client.LoginAsync(user, Password));

        await DoneAsync(Line(new { email = user, password_hash = IdentityHash }));

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user, Password)).Status);
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_one_line()
    {
        var result = await Cli.RunAsync(system.Settings, "users", "import", "/nowhere/users.jsonl", "--yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Messages.Trim().Split('\n'));
    }

    private static string Line<T>(T line) => JsonSerializer.Serialize(line) + "\n";

    private static void Counts(CliResult result, int lines, int imported, int alreadyThere, int refused)
    {
        Assert.True(result.Output.Length > 0, result.ToString());
        Assert.Equal(lines, result.Json.GetProperty("lines").GetInt32());
        Assert.Equal(imported, result.Json.GetProperty("imported").GetInt32());
        Assert.Equal(alreadyThere, result.Json.GetProperty("already_there").GetInt32());
        Assert.Equal(refused, result.Json.GetProperty("refused").GetInt32());
    }

    private async Task<CliResult> DoneAsync(string input, params string[] more)
    {
        var result = await RunAsync(input, ["--yes", .. more]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private Task<CliResult> RunAsync(string input, params string[] more) =>
        Cli.RunAsync(system.Settings.ForOperators(), input, ["users", "import", "-", "--output", "json", .. more]);

    private Task<long> UsersWithAsync(string email) =>
        system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", email);
}
