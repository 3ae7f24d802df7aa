using System.Text.Json.Serialization;

namespace SecureAuth.Api.Http.Problems;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457), with the extensions of this API.</summary>
/// <param name="Type">A stable URI that identifies the type of the problem.</param>
/// <param name="Title">A short summary, which is the same for every problem of this type.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">An explanation for developers, which is the same for every problem of this type.</param>
/// <param name="Instance">The path of the request, without the query string.</param>
/// <param name="Code">The stable error code. Clients should branch on it.</param>
/// <param name="RequestId">The request's id, as in the <c>X-Request-Id</c> header.</param>
/// <param name="Errors">The invalid fields and the stable reasons for each.</param>
/// <param name="Error">The error code of OAuth 2.0 (RFC 6749, section 5.2), only on the paths for services.</param>
/// <param name="ErrorDescription">The same as <paramref name="Detail"/>, only on the paths for services.</param>
internal sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string[]>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorDescription = null)
{
    /// <summary>Includes the charset, so that no client has to guess the encoding.</summary>
    public const string ContentType = "application/problem+json; charset=utf-8";
}
