namespace SecureAuth.Api.Documentation;

/// <summary>What the OpenAPI document says of a member beyond its type and its comment.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class FieldAttribute : Attribute
{
    /// <summary>A string, a number, a truth value, or an array of strings.</summary>
    public object? Example { get; init; }

    /// <summary>In code points; 0 for no limit.</summary>
    public int MaxLength { get; init; }

    public string? Format { get; init; }

    /// <summary>The only values that the member can have.</summary>
    public object?[]? Values { get; init; }

    /// <summary>A password that is being chosen: its limits are those of the password policy.</summary>
    public bool IsNewPassword { get; init; }
}
