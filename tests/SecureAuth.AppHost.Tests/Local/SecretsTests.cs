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
        Assert.Contains(
            operators,
            await File.ReadAllTextAsync(Path.Combine(folder, "operator.env"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }
}
