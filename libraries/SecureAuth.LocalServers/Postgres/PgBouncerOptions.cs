namespace SecureAuth.LocalServers;

/// <summary>Where a <see cref="PgBouncerServer"/> keeps its files, and to which PostgreSQL server it leads.</summary>
public sealed record PgBouncerOptions
{
    /// <summary>The folder of this server, which no other server may use. It is created if it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>The port of the PostgreSQL server on 127.0.0.1. All of its databases are served.</summary>
    public required int PostgresPort { get; init; }

    /// <summary>The roles that may connect, and their passwords: letters and digits.</summary>
    public required IReadOnlyDictionary<string, string> Passwords { get; init; }

    /// <summary>Further lines of the section <c>[pgbouncer]</c>.</summary>
    public IReadOnlyList<string> Directives { get; init; } = [];

    /// <summary>The passwords must not get into a log with the options.</summary>
    public override string ToString() => nameof(PgBouncerOptions);
}
