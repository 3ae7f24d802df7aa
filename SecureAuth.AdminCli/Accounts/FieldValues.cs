using System.Globalization;
using System.Text.Json;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>Validates values of configured fields that an operator has typed.</summary>
internal static class FieldValues
{
    /// <param name="fields">The configured fields.</param>
    /// <param name="values">The values as text. Null removes one.</param>
    /// <param name="isNew">Whether they are for a new account.</param>
    /// <exception cref="OperatorException">A value is refused.</exception>
    public static FieldChanges Read(ConfiguredFields fields, IEnumerable<(string Name, string? Text)> values, bool isNew)
    {
        var problems = new List<(string Name, FieldProblem Problem)>();
        var changes = fields.Read(
            values.Select(value => KeyValuePair.Create(value.Name, ToJson(fields.Find(value.Name), value.Text))),
            FieldEditor.Operator, isNew, problems);
        return problems.Count == 0
            ? changes
            : throw new OperatorException(ExitCode.Failed, Describe(fields, problems[0]));
    }

    /// <summary>Names the field and what is allowed, and never the value.</summary>
    public static string Describe(ConfiguredFields fields, (string Name, FieldProblem Problem) problem)
    {
        if (fields.Find(problem.Name) is not { } field)
        {
            return $"no field {problem.Name} is configured here (Accounts__Fields)";
        }

        var allowed = field.Type switch
        {
            FieldType.Integer => "a whole number up to 9007199254740991",
            FieldType.Boolean => "true or false",
            FieldType.Date => "a date such as 2026-01-31",
            _ => string.Create(CultureInfo.InvariantCulture, $"one line of 1 to {field.MaxLength} characters")
                + (field.Pattern is { } pattern ? $" that matches {pattern}" : ""),
        };
        return $"{field.Name} must be {allowed} ({WireName.Of(problem.Problem)})";
    }

    private static JsonElement ToJson(UserField? field, string? text) => (field?.Type, text) switch
    {
        (_, null) => JsonElement.Parse("null"),
        (FieldType.Integer, _) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            => JsonElement.Parse(n.ToString(CultureInfo.InvariantCulture)),
        (FieldType.Boolean, "true" or "false") => JsonElement.Parse(text),
        _ => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\""),
    };
}
