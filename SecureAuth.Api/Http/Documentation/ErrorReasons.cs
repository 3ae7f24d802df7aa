using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>The stable reasons in a problem's <c>errors</c>, and their meanings.</summary>
internal static class ErrorReasons
{
    public static readonly IReadOnlyDictionary<string, string> Meanings = new Dictionary<string, string>
    {
        [FieldErrors.Required] = "The field is missing or empty.",
        [FieldErrors.TooLong] = "The field has more code points than `maxLength`.",
        [FieldErrors.InvalidCharacters] = "The field contains control characters, formatting characters or unpaired surrogates.",
        [FieldErrors.InvalidEmail] = "The field is not a supported e-mail address.",
        [FieldErrors.InvalidValue] = "The field has a value that is not supported, or cannot be combined with another field.",
        [FieldErrors.Unchanged] = "The new value equals the current one.",
        [FieldErrors.DomainNotAllowed] = "The operator does not allow addresses in this domain.",
        [JsonErrors.NotAcceptable] = "The field is unknown, appears more than once or has the wrong type.",
        [JsonErrors.Malformed] = "The request body is not valid JSON, or not a valid form, or cannot be read.",
        ["too_short"] = "The password has fewer code points than `minLength`.",
        ["common"] = "The password is on a list of common passwords.",
        ["breached"] = "The password appears in a data breach.",
        ["contains_personal_data"] = "The password contains the e-mail address or a name of the user.",
        ["too_guessable"] = "The password is too easy to guess.",
        ["composition"] = "The password lacks a required kind of character.",
    };

    public static string Description =>
        "The invalid fields and the reasons for each. `body` stands for the request body as a whole.\n"
        + string.Join('\n', Meanings.Select(reason => $"- `{reason.Key}`: {reason.Value}"));
}
