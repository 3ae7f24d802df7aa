using System.Globalization;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The command-line options of the local runner.</summary>
internal sealed record RunnerOptions
{
    private const int MaxReplicas = 8;

    private const int MaxPort = 65535;

    /// <summary>The port of the first replica. The others have the ports after it.</summary>
    public int Port { get; private init; } = 5080;

    public required string DataFolder { get; init; }

    public int ReplicaCount { get; private init; } = 1;

    /// <summary>From the option or, without it, from the environment. Null means that no telemetry is sent.</summary>
    public OtlpEndpoint? Otlp { get; private init; }

    /// <summary>Whether to delete the data before the start.</summary>
    public bool Reset { get; private init; }

    /// <summary>Whether to do so without asking.</summary>
    public bool Yes { get; private init; }

    public IEnumerable<Replica> Replicas => ReplicaCount == 1
        ? [new Replica(Port, Number: null)]
        : Enumerable.Range(0, ReplicaCount).Select(index => new Replica(Port + index, index + 1));

    /// <summary>Returns null if the usage was requested.</summary>
    /// <exception cref="CannotStartException">An option or the environment is invalid.</exception>
    public static RunnerOptions? Parse(string[] args)
    {
        var repository = new BuiltPrograms(typeof(RunnerOptions).Assembly).Repository;
        var options = new RunnerOptions { DataFolder = Path.Combine(repository, ".local") };
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    return null;
                case "--reset":
                    options = options with { Reset = true };
                    break;
                case "--yes":
                    options = options with { Yes = true };
                    break;
                default:
                    options = options.With(args[i], i + 1 < args.Length ? args[i + 1] : "");
                    i++;
                    break;
            }
        }

        options.RefuseImpossiblePorts();
        return options.Otlp is null ? options with { Otlp = OtlpEndpoint.FromEnvironment() } : options;
    }

    private RunnerOptions With(string name, string value) => name switch
    {
        "--port" when IsNumber(value, MaxPort, out var port) => this with { Port = port },
        "--replicas" when IsNumber(value, MaxReplicas, out var count) => this with { ReplicaCount = count },
        "--data" when value.Length > 0 && !value.StartsWith("--", StringComparison.Ordinal) =>
            this with { DataFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(value)) },
        "--otlp" => this with { Otlp = OtlpEndpoint.Parse(value, $"The value of {name} is invalid.") },
        _ => throw new CannotStartException(Invalid(name, value), "Use --help to see the options."),
    };

    private static string Invalid(string name, string value) => $"Invalid option: '{$"{name} {value}".TrimEnd()}'.";

    private static bool IsNumber(string value, int max, out int number) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= max;

    private void RefuseImpossiblePorts()
    {
        if (Port + ReplicaCount - 1 > MaxPort)
        {
            throw new CannotStartException(
                $"There are no {ReplicaCount} ports from {Port} on, because the last one is {MaxPort}.",
                "Choose another port: --port N.");
        }
    }
}
