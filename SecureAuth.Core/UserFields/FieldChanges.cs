using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.UserFields;

/// <summary>Validated changes to the fields of an account.</summary>
/// <param name="Set">The new values as a JSON object.</param>
/// <param name="Removed">The names of the fields whose values are removed.</param>
/// <param name="Names">The names of all fields that are set or removed.</param>
public sealed record FieldChanges(string Set, IReadOnlyList<string> Removed, IReadOnlyList<string> Names) : Confidential
{
    public static readonly FieldChanges None = new(ConfiguredFields.Empty, [], []);

    public bool Any => Names.Count > 0;
}
