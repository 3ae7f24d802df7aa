using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>What a Redis server says about itself.</summary>
/// <param name="isVisible">False if the user may not ask.</param>
/// <param name="values">The members of all sections.</param>
internal sealed class RedisInfo(bool isVisible, IReadOnlyDictionary<string, string> values)
{
    public bool IsVisible => isVisible;

    public static async Task<RedisInfo> ReadAsync(IServer server, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await server.InfoRawAsync().WaitAsync(cancellationToken));
        }
        catch (Exception error) when (error is RedisServerException or RedisCommandException)
        {
            // The API does not need the right to ask.
            return new RedisInfo(isVisible: false, new Dictionary<string, string>());
        }
    }

    public static RedisInfo Parse(string? text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[0] != '#')
            {
                values.TryAdd(line[..colon], line[(colon + 1)..]);
            }
        }

        return new RedisInfo(isVisible: true, values);
    }

    public string? Find(string member) => values.GetValueOrDefault(member);
}
