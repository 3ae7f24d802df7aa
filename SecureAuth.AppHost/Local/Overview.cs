namespace SecureAuth.AppHost.Local;

/// <summary>The addresses and files of a running system, to print when it is ready.</summary>
internal static class Overview
{
    public static string Create(RunnerOptions options, DataFolder folder, PostgresStore postgres, RedisStore redis)
    {
        var origin = $"http://localhost:{options.Port}";
        return $"""

            SecureAuth is ready. Ctrl+C stops it.

              API          {origin}
              Swagger UI   {origin}/api/v1/docs
              ReDoc        {origin}/api/v1/redoc
              Health       {origin}/health
              PostgreSQL   {postgres.Description}
              Redis        {redis.Description}
              Secrets      {folder.SecretsFile}
              Operators    . {folder.OperatorFile} && dotnet run --project SecureAuth.AdminCli -- users list

            """;
    }
}
