namespace SecureAuth.LocalServers;

/// <summary>
/// Creates a cluster with one database and the role that owns it. The superuser has no password and cannot log in.
/// </summary>
internal static class PostgresCluster
{
    private const string AccessRules =
        """
        # Written by SecureAuth.LocalServers at every start.
        local all all              scram-sha-256
        host  all all 127.0.0.1/32 scram-sha-256
        """;

    /// <summary>
    /// Creates the cluster under another name and renames it when it is complete. If we are killed before, the incomplete folder
    /// is left behind, and the next call removes it.
    /// </summary>
    public static async Task CreateAsync(
        PostgresFolder folder, PostgresPrograms programs, PostgresServerOptions options, CancellationToken cancel)
    {
        var incomplete = folder.IncompleteCluster;
        if (Directory.Exists(incomplete))
        {
            Directory.Delete(incomplete, recursive: true);
        }

        string[] sync = options.Throwaway ? ["--no-sync"] : [];
        var initDb = new Command(
            programs.InitDb,
            ["--pgdata", incomplete, "--username", "postgres", "--encoding", "UTF8", "--no-locale", "--auth", "reject", .. sync])
        {
            User = folder.User,
        };

        // Single-user mode creates the role before anybody can connect. The input, unlike the arguments, can hold a password.
        var singleUser = new Command(programs.Postgres, "--single", "-c", "exit_on_error=on", "-D", incomplete, "postgres")
        {
            User = folder.User,
            Input =
                $"""
                CREATE ROLE {PostgresServer.Owner} LOGIN CREATEROLE CREATEDB PASSWORD '{options.OwnerPassword}';
                CREATE DATABASE {PostgresServer.Database} OWNER {PostgresServer.Owner};

                """,
        };

        var output = new OutputTail();
        if (await ChildProcess.RunAsync(initDb, output.Add, cancel) != 0)
        {
            throw folder.Unusable($"initdb reported: {output.ErrorLine()}");
        }

        if (await ChildProcess.RunAsync(singleUser, output.Add, cancel) != 0)
        {
            throw folder.Unusable($"its role and database could not be created: {output.ErrorLine()}");
        }

        Directory.Move(incomplete, folder.Cluster);
    }

    /// <summary>Allows connections with a password and from this machine only, even if the rules have been edited.</summary>
    public static void WriteAccessRules(PostgresFolder folder) =>
        File.WriteAllText(Path.Combine(folder.Cluster, "pg_hba.conf"), AccessRules);
}
