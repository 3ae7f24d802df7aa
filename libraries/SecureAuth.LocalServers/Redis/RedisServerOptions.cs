namespace SecureAuth.LocalServers;

/// <summary>How a <see cref="RedisServer"/> is reached, and where it saves its data.</summary>
public sealed record RedisServerOptions
{
    /// <summary>Letters and digits.</summary>
    public required string Password { get; init; }

    /// <summary>Null means any free port. A server that is restarted under its clients needs the port that it had.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// The folder that the command SAVE writes to and that a start loads. It is created if it does not exist. Null means that
    /// the server starts empty.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Further lines of the configuration, such as those of a cluster's node or of a replica.</summary>
    public IReadOnlyList<string> Directives { get; init; } = [];

    /// <summary>The password must not get into a log with the options.</summary>
    public override string ToString() => nameof(RedisServerOptions);
}
