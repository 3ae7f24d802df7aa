using System.Text.Json;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Passkeys;

/// <summary>The validation of the member <c>credential</c>.</summary>
internal static class CredentialField
{
    private const string Name = "credential";

    /// <returns>Null if there are errors.</returns>
    public static Credential? Credential(
        this FieldErrors errors, Func<JsonElement?, Credential?> parse, JsonElement? value)
    {
        if (value is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            errors.Add(Name, FieldErrors.Required);
            return null;
        }

        var credential = parse(value);
        if (credential is null)
        {
            errors.Add(Name, FieldErrors.InvalidValue);
        }

        return credential;
    }
}
