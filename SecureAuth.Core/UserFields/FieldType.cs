using System.Diagnostics.CodeAnalysis;

namespace SecureAuth.Core.UserFields;

/// <summary>The type of a field's value. The names are values of the configuration and types of JSON Schema.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are those of JSON Schema.")]
public enum FieldType
{
    String = 1,
    Integer = 2,
    Boolean = 3,

    /// <summary>A calendar date such as <c>2026-01-31</c>, which JSON Schema describes as a string with a format.</summary>
    Date = 4,
}
