using System.Globalization;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The command-line options of the local runner.</summary>
internal sealed record RunnerOptions(int Port, string DataFolder)
{
    public const string Usage =
        """
        Usage: dotnet run --project SecureAuth.AppHost [-- [--port N] [--data DIR]]

        Options:
          --port N     Port of the API on localhost (default: 5080)
          --data DIR   Folder for the database and the secrets (default: .local in the repository)

        Environment variables:
          ConnectionStrings__secureauth   Use this PostgreSQL server instead of starting one
          ConnectionStrings__redis        Use this Redis server instead of starting Garnet
          SECUREAUTH_POSTGRES_BIN         Folder of PostgreSQL's programs, if they are not found automatically
        """;

    private const int DefaultPort = 5080;

    /// <summary>Returns null if the usage was requested.</summary>
    public static RunnerOptions? Parse(string[] args)
    {
        var repository = new BuiltPrograms(typeof(RunnerOptions).Assembly).Repository;
        var options = new RunnerOptions(DefaultPort, Path.Combine(repository, ".local"));
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is "--help" or "-h")
            {
                return null;
            }

            var value = i + 1 < args.Length ? args[i + 1] : "";
            options = args[i] switch
            {
                "--port" when int.TryParse(value, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 =>
                    options with { Port = port },
                "--data" when value.Length > 0 => options with { DataFolder = Path.GetFullPath(value) },
                _ => throw new CannotStartException(
                    $"Invalid argument: {args[i]} {value}".TrimEnd() + ".", "Use --help to see the options."),
            };
        }

        return options;
    }
}
