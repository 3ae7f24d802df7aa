using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>Adds to the schema of a member or parameter what its type and its documentation do not say.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class FieldAttribute : Attribute
{
    /// <summary>A string, a number, a Boolean or an array of strings. A member that can be null needs none: it is null.</summary>
    public object? Example { get; init; }

    /// <summary>The example as JSON, where <see cref="Example"/> cannot express it.</summary>
    public string? ExampleJson { get; init; }

    /// <summary>The maximum length in code points, or 0 for no limit.</summary>
    public int MaxLength { get; init; }

    public string? Format { get; init; }

    /// <summary>The only values that the member can have, or null if they are not restricted.</summary>
    public object?[]? Values { get; init; }

    /// <summary>Whether the member is a newly chosen password, whose limits come from the password policy.</summary>
    public bool IsNewPassword { get; init; }

    public JsonNode? ExampleNode =>
        ExampleJson is not null ? JsonNode.Parse(ExampleJson)
        : Example is not null ? JsonSerializer.SerializeToNode(Example)
        : null;
}
