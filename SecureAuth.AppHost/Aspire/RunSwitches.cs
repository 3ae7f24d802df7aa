using System.Globalization;

namespace SecureAuth.AppHost.Aspire;

/// <summary>The switches of this AppHost. Aspire reads all other arguments.</summary>
internal sealed record RunSwitches
{
    public const string Usage =
        """
        Usage: dotnet run --project SecureAuth.AppHost [-- SWITCHES]

        Running:
          --replicas N              Run N instances of the API, on port 5080 and the ports after it (1 to 8, default: 1)
          --pgadmin                 Add pgAdmin
          --redisinsight            Add Redis Insight
          --persistent              Leave the PostgreSQL and Redis containers running between runs, with data of their own
          --data DIR                Folder for operator.env (default: .local in the repository)

        Publishing (--operation publish --step publish --output-path DIR):
          --publish-to TARGET       compose (default) or kubernetes

        Other arguments are Aspire's.
        """;

    private const int MaximumReplicas = 8;

    public int Replicas { get; private init; } = 1;

    public bool PgAdmin { get; private init; }

    public bool RedisInsight { get; private init; }

    public bool Persistent { get; private init; }

    public string DataFolder { get; private init; } = Path.Combine(BuiltFiles.Repository, ".local");

    public bool Kubernetes { get; private init; }

    /// <summary>The arguments for Aspire.</summary>
    public IReadOnlyList<string> Remaining { get; private init; } = [];

    /// <summary>Aspire's configuration would take the argument after a switch without a value for its value.</summary>
    /// <exception cref="InvalidSwitchException">A value is missing or not allowed.</exception>
    public static RunSwitches Parse(IReadOnlyList<string> args)
    {
        var switches = new RunSwitches();
        var remaining = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            switches = parts[0] switch
            {
                "--replicas" => switches with { Replicas = ParseReplicas(Value()) },
                "--data" => switches with { DataFolder = Path.GetFullPath(Value()) },
                "--publish-to" => switches with { Kubernetes = ParseTarget(Value()) },
                "--pgadmin" => switches with { PgAdmin = On() },
                "--redisinsight" => switches with { RedisInsight = On() },
                "--persistent" => switches with { Persistent = On() },
                _ => Keep(),
            };

            RunSwitches Keep()
            {
                remaining.Add(args[i]);
                return switches;
            }

            bool On() => parts.Length == 1 ? true : throw new InvalidSwitchException($"{parts[0]} takes no value.");

            string Value()
            {
                var value = parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : "";
                return value.Length > 0 ? value : throw new InvalidSwitchException($"{parts[0]} needs a value.");
            }
        }

        return switches with { Remaining = remaining };
    }

    private static int ParseReplicas(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas)
            && replicas is >= 1 and <= MaximumReplicas
            ? replicas
            : throw new InvalidSwitchException($"--replicas '{value}' is invalid: it must be from 1 to {MaximumReplicas}.");

    private static bool ParseTarget(string value) => value switch
    {
        "compose" => false,
        "kubernetes" => true,
        _ => throw new InvalidSwitchException($"--publish-to '{value}' is invalid: it must be compose or kubernetes."),
    };
}
