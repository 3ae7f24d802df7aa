using System.Text.Json.Serialization;

namespace SecureAuth.Api.Http.Problems;

/// <summary>What is sent as <c>application/problem+json</c> (RFC 9457), with this API's extensions.</summary>
/// <param name="Type">A stable URI that names the kind of problem.</param>
/// <param name="Title">The same for every problem of this type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What a developer should know; the same for every problem of this type.</param>
/// <param name="Instance">The path that was asked for, without its query.</param>
/// <param name="Code">What a client should branch on.</param>
/// <param name="RequestId">The same as in <c>X-Request-Id</c>.</param>
/// <param name="Errors">Each refused field with its stable reasons.</param>
internal sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string Code,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>With the charset, so that no client has to guess the encoding of what it is about to parse.</summary>
    public const string ContentType = "application/problem+json; charset=utf-8";
}
