namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The settings of PgBouncer that docs/high-availability.md recommends.</summary>
internal static class PgBouncerSettings
{
    public static readonly IReadOnlyList<string> Directives =
    [
        "ignore_startup_parameters = options",
        "max_client_conn = 1000",
        "query_wait_timeout = 2",
        "server_login_retry = 1",
    ];
}
