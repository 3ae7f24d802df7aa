namespace SecureAuth.Core.Data;

/// <summary>A running instance of the API. The row is renewed while it runs, and deleted when it stops.</summary>
public sealed class Replica
{
    public Guid Id { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset SeenAt { get; set; }

    public bool UsesRedis { get; init; }
}
