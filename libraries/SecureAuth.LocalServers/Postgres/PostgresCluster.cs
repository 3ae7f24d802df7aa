namespace SecureAuth.AppHost.Local.Servers;

/// <summary>Makes a cluster with one database and the role that owns it. There is no password for the superuser at all.</summary>
internal static class PostgresCluster
{
    public const string Database = "secureauth";

    public const string Owner = "secureauth_owner";

    private const string AccessRules =
        """
        # Written by SecureAuth.AppHost at every start.
        local all all              scram-sha-256
        host  all all 127.0.0.1/32 scram-sha-256
        """;

    /// <summary>Whole or not at all: a killed start leaves the folder beside, which the next one removes.</summary>
    public static async Task CreateAsync(
        PostgresFolder folder, PostgresPrograms programs, PostgresSettings settings, CancellationToken cancel)
    {
        var half = folder.Cluster + ".new";
        if (Directory.Exists(half))
        {
            Directory.Delete(half, recursive: true);
        }

        var output = new LastLines();
        string[] unsynced = settings.Throwaway ? ["--no-sync"] : [];
        var initdb = new Launch(
            programs.InitDb,
            ["--pgdata", half, "--username", "postgres", "--encoding", "UTF8", "--no-locale", "--auth", "reject", .. unsynced])
        {
            User = folder.User,
        };
        if (await ChildProcess.RunAsync(initdb, output.Add, cancel) != 0)
        {
            throw folder.Broken($"initdb said: {output.Worst}");
        }

        // In single-user mode, before anybody can connect. The password goes through standard input: arguments are public.
        var single = new Launch(programs.Postgres, "--single", "-c", "exit_on_error=on", "-D", half, "postgres")
        {
            User = folder.User,
        };
        var statements =
            $"""
            CREATE ROLE {Owner} LOGIN CREATEROLE CREATEDB PASSWORD '{settings.OwnerPassword}';
            CREATE DATABASE {Database} OWNER {Owner};

            """;
        if (await ChildProcess.RunAsync(single, output.Add, cancel, statements) != 0)
        {
            throw folder.Broken($"its role and database could not be made: {output.Worst}");
        }

        Directory.Move(half, folder.Cluster);
    }

    /// <summary>By password and on this machine alone, whatever somebody wrote there since.</summary>
    public static void WriteAccessRules(PostgresFolder folder) =>
        File.WriteAllText(Path.Combine(folder.Cluster, "pg_hba.conf"), AccessRules);
}
