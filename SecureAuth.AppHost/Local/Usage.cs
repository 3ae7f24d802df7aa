namespace SecureAuth.AppHost.Local;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    public const string Text =
        """
        Usage: dotnet run --project SecureAuth.AppHost [-- OPTIONS]

        Options:
          --port N       Port of the API on localhost (default: 5080)
          --replicas N   Run the API N times, 1 to 8, on the port and those after it
          --data DIR     Folder for the database and the secrets
                         (default: .local in the repository)
          --otlp URL     Send the telemetry of the API and the migration to this
                         OTLP endpoint, such as http://localhost:4317
          --reset        Delete the database and the secrets first, after asking
          --yes          Do not ask
          --help         Show this text

        Environment variables:
          Accounts__..., Email__... and all other settings
              Passed on to the API, and written to operator.env for secureauth
          ConnectionStrings__secureauth
              Use this PostgreSQL server instead of starting one
          ConnectionStrings__redis
              Use this Redis server instead of starting Garnet, or none if it is
              set to nothing
          SECUREAUTH_POSTGRES_BIN
              Folder of PostgreSQL's programs, if they are not found automatically
          OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_...
              Passed on to the API and the migration; --otlp has precedence
        """;
}
