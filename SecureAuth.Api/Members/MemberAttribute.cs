namespace SecureAuth.Api.Members;

/// <summary>
/// Marks a member that exists only where it is configured. Elsewhere, requests with it are refused like those with any unknown
/// member. It must be a property of its own: the serializer cannot do without the parameters of a constructor.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MemberAttribute(ConfiguredMember member) : Attribute
{
    public ConfiguredMember Member { get; } = member;

    /// <summary>Whether a new account has this member, and must have it where the operator requires that.</summary>
    public bool IsOfNewAccount { get; init; }

    /// <summary>The required member that a request need not have if it has this one.</summary>
    public string? Replaces { get; init; }
}
