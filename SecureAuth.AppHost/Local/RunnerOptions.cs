using System.Globalization;
using System.Reflection;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The few things that somebody may want otherwise.</summary>
internal sealed record RunnerOptions(int Port, string DataFolder)
{
    public const string Usage =
        """
        dotnet run --project SecureAuth.AppHost [-- [--port N] [--data DIR]]

          --port N     the API's port on localhost (5080)
          --data DIR   where the database and the secrets are kept (.local of the repository)

        ConnectionStrings__secureauth, ConnectionStrings__redis in the environment: use that server, start none.
        SECUREAUTH_POSTGRES_BIN: the folder of PostgreSQL's programs, if they are not where they are looked for.
        """;

    private const int DefaultPort = 5080;

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>Relative to a project's folder.</summary>
    public static string OutputFolder { get; } = Metadata("OutputFolder");

    /// <summary>Null asks for the usage.</summary>
    public static RunnerOptions? Parse(string[] args)
    {
        var options = new RunnerOptions(DefaultPort, Path.Combine(RepositoryRoot, ".local"));
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
                _ => throw new CannotStartException($"'{args[i]} {value}' is not understood.", "Try --help."),
            };
        }

        return options;
    }

    private static string Metadata(string key) => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key)
        .Value!;
}
