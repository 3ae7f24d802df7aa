namespace SecureAuth.Api.Http.Documentation;

/// <summary>Adds to a member's schema what its type and its documentation comment do not say.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class FieldAttribute : Attribute
{
    /// <summary>A string, a number, a Boolean or an array of strings.</summary>
    public object? Example { get; init; }

    /// <summary>The maximum length in code points, or 0 for no limit.</summary>
    public int MaxLength { get; init; }

    public string? Format { get; init; }

    /// <summary>The only values that the member can have, or null if they are not restricted.</summary>
    public object?[]? Values { get; init; }

    /// <summary>Whether the member is a newly chosen password, whose limits come from the password policy.</summary>
    public bool IsNewPassword { get; init; }
}
