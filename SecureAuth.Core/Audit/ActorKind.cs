namespace SecureAuth.Core.Audit;

/// <summary>The kind of an <see cref="Actor"/>. The numbers are stored.</summary>
public enum ActorKind
{
    Client = 1,
    Operator = 2,
    System = 3,

    /// <summary>A service of the operator with credentials of its own, such as a resource server.</summary>
    Service = 4,
}
