using System.Text.Json;
using System.Text.RegularExpressions;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>Turns a body that cannot be read into the field that is to blame, as far as the reader knows it.</summary>
internal static partial class JsonErrors
{
    /// <summary>Stands in for a field where the body as a whole is to blame.</summary>
    public const string Body = "body";

    public const string Malformed = "malformed";

    /// <summary>Unknown, there twice, or of another type: the reader does not tell which in a stable way.</summary>
    public const string NotAcceptable = "not_acceptable";

    public static FieldErrors From(JsonException error)
    {
        var errors = new FieldErrors();

        // The path comes from the client, so only a name that could be one of ours is said back.
        var member = MemberPath().Match(error.Path ?? "");
        return member.Success ? errors.Add(member.Groups[1].Value, NotAcceptable) : errors.Add(Body, Malformed);
    }

    public static FieldErrors MalformedBody() => new FieldErrors().Add(Body, Malformed);

    public static FieldErrors MissingBody() => new FieldErrors().Add(Body, FieldErrors.Required);

    [GeneratedRegex(@"^\$\.([A-Za-z0-9_]{1,64})(?:$|[.\[])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MemberPath();
}
