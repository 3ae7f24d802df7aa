using System.Text.Json.Nodes;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class SecretsTests(UsedFolder used)
{
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Secrets_are_readable_only_by_their_owner_and_never_printed()
    {
        var folder = await used.CopyAsync();

        foreach (var file in (string[])["secrets.json", "operator.env"])
        {
            Assert.Equal(OwnerReadsAndWrites, File.GetUnixFileMode(Path.Combine(folder, file)));
        }

        var kept = await File.ReadAllTextAsync(Path.Combine(folder, "secrets.json"), TestContext.Current.CancellationToken);
        var secrets = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(kept)!;
        Assert.Equal(6, secrets.Count);
        Assert.All(secrets.Values, secret => Assert.DoesNotContain(secret, used.Output, StringComparison.Ordinal));
        Assert.Equal(32, Convert.FromBase64String(secrets["pepper"]).Length);
        Assert.Equal(32, Convert.FromBase64String(secrets["master_key"]).Length);
    }

    [Fact]
    public async Task A_secrets_file_without_an_operator_password_is_completed()
    {
        var folder = await used.CopyAsync();
        var file = Path.Combine(folder, "secrets.json");
        var kept = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        kept.Remove("operator_password");
        await File.WriteAllTextAsync(file, kept.ToJsonString(), TestContext.Current.CancellationToken);
        await using (await RunnerProcess.StartReadyAsync(folder))
        {
        }

        var completed = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal((string?)kept["api_password"], (string?)completed["api_password"]);
        var operators = (string)completed["operator_password"]!;
        Assert.Contains(operators, await OperatorFileAsync(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_gets_the_settings_of_the_environment()
    {
        var folder = await used.CopyAsync();

        await using (await RunnerProcess.StartReadyAsync(
            folder, ("Accounts__Usernames", "Optional"), ("tokens__issuer", "http://auth.test"), ("x__key", "x"),
            ("Email__Smtp__Host", "localhost"), ("Email__Smtp__User", "x"), ("Email__Smtp__Password", "x"),
            ("Seed__Users__0__Email", "ann@example.com"), ("Seed__Users__0__Password", RunnerProcess.Password)))
        {
        }

        var lines = (await OperatorFileAsync(folder)).Split('\n');
        Assert.Contains("export Accounts__Usernames='Optional'", lines);
        Assert.Single(lines, line => line.StartsWith("export Tokens__Issuer=", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("export Email__Smtp__Password='x'", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Seed__", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("x__key", StringComparison.Ordinal));
    }

    private static Task<string> OperatorFileAsync(string folder) =>
        File.ReadAllTextAsync(Path.Combine(folder, "operator.env"), TestContext.Current.CancellationToken);
}
