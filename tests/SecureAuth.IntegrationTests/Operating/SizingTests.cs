using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

public sealed partial class SizingTests(TestSystem system)
{
    public const string Heading = "How large";

    [Fact]
    public async Task The_example_of_the_page_is_what_the_script_computes()
    {
        await using var installation = await Installation.CreateAsync(system);

        await installation.FollowAsync(Heading);
    }

    [Fact]
    public async Task The_script_computes_with_the_sizes_that_were_measured()
    {
        var script = await File.ReadAllTextAsync(Repository.PathOf("deploy/sizing"), TestContext.Current.CancellationToken);
        var used = Size().Matches(script).ToDictionary(
            match => match.Groups["name"].Value,
            match => int.Parse(match.Groups["bytes"].Value, CultureInfo.InvariantCulture));

        var measured = await MeasuredAsync();

        Assert.Equal(measured.OrderBy(size => size.Key), used.OrderBy(size => size.Key));
    }

    private static async Task<Dictionary<string, int>> MeasuredAsync()
    {
        using var sizes = JsonDocument.Parse(await File.ReadAllTextAsync(
            Repository.PathOf("bench/results/sizes.json"), TestContext.Current.CancellationToken));
        return new()
        {
            ["user_bytes"] = Row("users"),
            ["session_bytes"] = Row("sessions"),
            ["audit_bytes"] = Row("audit_events"),
            ["attempts_bytes"] = Row("account_attempts"),
            ["sign_in_log"] = Bytes("Log", "Call", "sign-in"),
            ["refresh_log"] = Bytes("Log", "Call", "refresh"),
            ["revoked_bytes"] = Bytes("Redis", "Name", "revoked session"),
            ["bucket_bytes"] = Bytes("Redis", "Name", "bucket of a rate limit"),
        };

        int Row(string table) => (int)Math.Round(
            Find("Rows", "Table", table).GetProperty("TableBytes").GetDouble()
            + Find("Rows", "Table", table).GetProperty("IndexBytes").GetDouble());

        int Bytes(string list, string key, string name) =>
            (int)Math.Round(Find(list, key, name).GetProperty("Bytes").GetDouble());

        JsonElement Find(string list, string key, string name) => sizes.RootElement.GetProperty(list).EnumerateArray()
            .Single(element => element.GetProperty(key).GetString() == name);
    }

    [GeneratedRegex("-v (?<name>[a-z_]+_(bytes|log))=(?<bytes>[0-9]+)")]
    private static partial Regex Size();
}
