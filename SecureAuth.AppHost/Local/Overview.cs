namespace SecureAuth.AppHost.Local;

/// <summary>The addresses and files of a running system, to print when it is ready.</summary>
internal static class Overview
{
    private const int TitleWidth = 13;

    public static string Create(
        RunnerOptions options, DataFolder folder, PostgresStore postgres, RedisStore redis, string mails)
    {
        var origin = options.Replicas.First().Origin;
        (string Title, string? Value)[] rows =
        [
            .. options.Replicas.Select(replica => (replica.Title, replica.Origin)),
            ("Account page", $"{origin}/account"),
            ("Swagger UI", $"{origin}/api/v1/docs"),
            ("ReDoc", $"{origin}/api/v1/redoc"),
            ("Health", $"{origin}/health"),
            ("PostgreSQL", postgres.Description),
            ("Redis", redis.Description),
            ("Telemetry", options.Otlp?.Description),
            ("Data", postgres.Folder),
            ("Mails", mails),
            ("Secrets", folder.SecretsFile),
            ("Operators", $". {folder.OperatorFile}"),
            ("", "dotnet run --project SecureAuth.AdminCli -- users list"),
        ];
        var lines = rows.Where(row => row.Value is not null).Select(row => $"  {row.Title.PadRight(TitleWidth)}{row.Value}");
        return $"""

            SecureAuth is ready. Ctrl+C stops it.

            {string.Join('\n', lines)}

            """;
    }
}
