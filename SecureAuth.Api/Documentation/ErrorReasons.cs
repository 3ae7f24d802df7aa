using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Documentation;

/// <summary>The stable words that stand in a problem's <c>errors</c>, and what a client may take each of them to mean.</summary>
internal static class ErrorReasons
{
    public static readonly IReadOnlyDictionary<string, string> Meanings = new Dictionary<string, string>
    {
        [FieldErrors.Required] = "it is missing or empty",
        [FieldErrors.TooLong] = "it has more code points than `maxLength`",
        [FieldErrors.InvalidCharacters] = "it has control, formatting or unpaired surrogate characters",
        [FieldErrors.InvalidEmail] = "it is not an address of the form that is taken here",
        [FieldErrors.InvalidValue] = "it is not one of the values, or does not go with another field",
        [FieldErrors.Unchanged] = "it is the same as before",
        [JsonErrors.NotAcceptable] = "the member is unknown, there twice, or of another type",
        [JsonErrors.Malformed] = "of `body`: it is not JSON, or cannot be read at all",
        ["too_short"] = "of a password: it has fewer code points than `minLength`",
        ["common"] = "of a password: it is on a list of common ones",
        ["breached"] = "of a password: it has been in a breach",
        ["contains_personal_data"] = "of a password: it contains the e-mail or the name",
        ["too_guessable"] = "of a password: it would be guessed too soon",
        ["composition"] = "of a password: a kind of character that is asked for is not in it",
    };

    public static string Description =>
        "Each refused field with its reasons; `body` stands for a field where the body as a whole is to blame.\n"
        + string.Join('\n', Meanings.Select(word => $"- `{word.Key}`: {word.Value}"));
}
