using System.Text.Json;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Members;

/// <summary>Validates the configured members of a body.</summary>
internal static class MemberErrors
{
    private const string Fields = "fields";

    /// <summary>Validates the values of fields that a user sent.</summary>
    /// <param name="errors">Receives the errors, as <c>fields.</c> and the name of the field.</param>
    /// <param name="fields">The configured fields.</param>
    /// <param name="values">The values by the names of the fields.</param>
    /// <param name="isNew">Whether they are for a new account.</param>
    public static FieldChanges UserFields(
        this FieldErrors errors, ConfiguredFields fields, IReadOnlyDictionary<string, JsonElement>? values, bool isNew)
    {
        // The serializer lets null through, although the member cannot be null.
        if (values is null)
        {
            errors.Add(Fields, WireName.Of(FieldProblem.NotAcceptable));
            return FieldChanges.None;
        }

        var problems = new List<(string Name, FieldProblem Problem)>();
        var changes = fields.Read(values, FieldEditor.User, isNew, problems);
        foreach (var (name, problem) in problems.Take(UserFieldOptions.MaxFields))
        {
            errors.Add(IsName(name) ? $"{Fields}.{name}" : Fields, WireName.Of(problem));
        }

        return changes;
    }

    public static FieldErrors TooManyUserFields() => new FieldErrors().Add(Fields, FieldErrors.TooLong);

    /// <summary>Validates a username. Returns it in lower case, or null if it is missing and not required.</summary>
    public static string? Username(this FieldErrors errors, string? value, bool isRequired)
    {
        const string Field = "username";
        if (string.IsNullOrEmpty(value))
        {
            if (isRequired || value is not null)
            {
                errors.Add(Field, FieldErrors.Required);
            }

            return null;
        }

        if (value.Length > Core.Accounts.Username.MaxLength)
        {
            errors.Add(Field, FieldErrors.TooLong);
            return null;
        }

        var name = Core.Accounts.Username.Normalize(value);
        if (name is null)
        {
            errors.Add(Field, FieldErrors.InvalidValue);
        }

        return name;
    }

    /// <summary>The name comes from the client, so it is echoed only if it could be the name of a field.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
