namespace SecureAuth.LocalServers;

/// <summary>Where a <see cref="PostgresServer"/> keeps its data, and how it is reached.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>
    /// The folder of this server, which no other server may use. It is created if it does not exist; otherwise the server
    /// continues with the data in it.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The password of <see cref="PostgresServer.Owner"/>: letters and digits. It is set when the data is created and has to be
    /// the same at later starts, so the caller keeps it.
    /// </summary>
    public required string OwnerPassword { get; init; }

    /// <summary>Null means any free port. A server that is restarted under its clients needs the port that it had.</summary>
    public int? Port { get; init; }

    /// <summary>For tests: faster, with room for 400 connections. A crash of the machine destroys the data.</summary>
    public bool Throwaway { get; init; }

    /// <summary>
    /// Further settings of the server, such as <c>log_lock_waits</c>. They take precedence over postgresql.conf, and other users
    /// of the machine can read them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How the user starts with an empty database, for the remedy of a <see cref="CannotStartException"/>.</summary>
    public string StartOverHint { get; init; } = "use another folder";

    /// <summary>Receives each line of the server's log. Several threads may call it at once.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>The password must not get into a log with the options.</summary>
    public override string ToString() => nameof(PostgresServerOptions);
}
