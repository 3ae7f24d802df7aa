using System.Text.Json;
using System.Text.RegularExpressions;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>Turns a JSON parse failure into the errors of a field, if the parser reported one, or of the body.</summary>
internal static partial class JsonErrors
{
    /// <summary>Stands for the body as a whole in place of a field name.</summary>
    public const string Body = "body";

    public const string Malformed = "malformed";

    /// <summary>
    /// The member is unknown, duplicated or of the wrong type. The parser has no stable way to tell these apart.
    /// </summary>
    public const string NotAcceptable = "not_acceptable";

    public static FieldErrors From(JsonException error)
    {
        var errors = new FieldErrors();

        // The path comes from the client, so it is echoed only if it looks like a member name of this API.
        var member = MemberPath().Match(error.Path ?? "");
        return member.Success ? errors.Add(member.Groups[1].Value, NotAcceptable) : errors.Add(Body, Malformed);
    }

    public static FieldErrors MalformedBody() => new FieldErrors().Add(Body, Malformed);

    public static FieldErrors MissingBody() => new FieldErrors().Add(Body, FieldErrors.Required);

    [GeneratedRegex(@"^\$\.([A-Za-z0-9_]{1,64})(?:$|[.\[])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MemberPath();
}
