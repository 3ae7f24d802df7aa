using System.Text.Json;

namespace SecureAuth.IntegrationTests.Stack;

internal static class JsonAssert
{
    /// <summary>Fails unless the object has exactly these members, in any order.</summary>
    public static void HasExactly(JsonElement json, params string[] members) =>
        Assert.Equal(
            members.Order(StringComparer.Ordinal), json.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));

    /// <summary>Fails unless the string is a recent RFC 3339 time in UTC.</summary>
    public static DateTimeOffset IsRecentUtc(JsonElement json)
    {
        var text = json.GetString()!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", text);
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(time, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        return time;
    }

    /// <summary>Fails unless the string is a version 7 UUID.</summary>
    public static Guid IsUuid7(JsonElement json)
    {
        var id = Guid.ParseExact(json.GetString()!, "D");
        Assert.Equal(7, id.Version);
        return id;
    }
}
