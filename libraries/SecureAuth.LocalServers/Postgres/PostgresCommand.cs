using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>The command line of the server process.</summary>
internal static class PostgresCommand
{
    /// <summary>The whole path of the socket, with its name .s.PGSQL.NNNNN, has to fit into 107 bytes.</summary>
    private const int MaxSocketFolderLength = 90;

    public static Command Create(PostgresFolder folder, PostgresPrograms programs, PostgresServerOptions options, int port)
    {
        var socketFolder = folder.Path.Length <= MaxSocketFolderLength ? folder.Path : "";
        string[] throwaway = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400"];
        return new Command(
            programs.Postgres,
            ["-D", folder.Cluster,
             "-c", "listen_addresses=127.0.0.1",
             "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
             "-c", $"unix_socket_directories={socketFolder}",
             "-c", "log_checkpoints=off",

             // Errors of statements are not logged: clients report them, and their details quote rows with personal data.
             "-c", "log_min_messages=log",
             .. options.Throwaway ? throwaway : [],
             .. options.Settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])])
        {
            User = folder.User,

            // A fast shutdown, which does not wait for clients.
            DeathSignal = "INT",
        };
    }
}
