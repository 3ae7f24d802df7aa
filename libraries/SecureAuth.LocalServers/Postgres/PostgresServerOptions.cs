namespace SecureAuth.AppHost.Local.Servers;

/// <summary>A server to start: where, and for whom.</summary>
internal sealed record PostgresSettings
{
    /// <summary>Made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Of the role that owns the database; letters and digits. The caller keeps it: the cluster has only its hash.</summary>
    public required string OwnerPassword { get; init; }

    /// <summary>A free one unless a restarted server has to be found where it was.</summary>
    public int? Port { get; init; }

    /// <summary>For tests: faster, and nothing of it survives a power failure.</summary>
    public bool Throwaway { get; init; }

    public Action<string> Log { get; init; } = _ => { };
}
