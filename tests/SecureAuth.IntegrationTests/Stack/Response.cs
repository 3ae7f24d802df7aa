using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A complete response of the API.</summary>
internal sealed record Response(
    HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The error code, or null if this is no problem document.</summary>
    public string? Code => ContentType == "application/problem+json" ? this["code"] : null;

    public string? ContentType => ContentHeaders.ContentType?.MediaType;

    public string RequestId => Header("X-Request-Id")!;

    /// <summary>Seconds.</summary>
    public int? RetryAfter => Headers.RetryAfter is { Delta: { } delta } ? (int)delta.TotalSeconds : null;

    /// <summary>The value of a string member.</summary>
    public string this[string member] => Json.GetProperty(member).GetString()!;

    /// <summary>The value of a header, or null if there is none.</summary>
    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>The reasons why one field was refused.</summary>
    public IReadOnlyList<string> ErrorsOf(string field) =>
        Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out var reasons)
            ? [.. reasons.EnumerateArray().Select(reason => reason.GetString()!)]
            : [];

    public static async Task<Response> ReadAsync(HttpResponseMessage message) => new(
        message.StatusCode,
        message.Headers,
        message.Content.Headers,
        await message.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public override string ToString() => $"{(int)Status} {Body}";
}
