namespace SecureAuth.Core.Audit;

/// <summary>The kind of an <see cref="Actor"/>. The numbers are stored.</summary>
public enum ActorKind
{
    Client = 1,
    Operator = 2,
    System = 3,
}
