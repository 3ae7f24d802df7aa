using System.Buffers;
using System.Collections.ObjectModel;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SecureAuth.Client;

/// <summary>Turns an unsuccessful response into an exception.</summary>
internal static class ProblemReader
{
    private const string ProblemType = "application/problem+json";

    private const int MaxCodeLength = 64;

    private const string LowerCase = "abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create(LowerCase + "0123456789_");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create(LowerCase + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public static async Task<SecureAuthException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadDocumentAsync(response.Content, cancellationToken).ConfigureAwait(false);

        // What goes into a message and from there into logs must not carry line breaks of whoever responded.
        var code = problem?.Code is { Length: <= MaxCodeLength } text && !text.AsSpan().ContainsAnyExcept(CodeCharacters)
            ? text
            : ErrorCodes.UnexpectedResponse;
        return new SecureAuthException(code, response.StatusCode, RequestIdOf(response))
        {
            RetryAfter = RetryAfterOf(response.Headers),
            Errors = problem?.Errors ?? ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty,
        };
    }

    /// <summary>The response is a success, but its body is not what the API sends.</summary>
    public static SecureAuthException Unreadable(HttpResponseMessage response, Exception? reason = null) =>
        new(ErrorCodes.UnexpectedResponse, response.StatusCode, RequestIdOf(response), reason);

    private static async Task<ProblemDocument?> ReadDocumentAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentType?.MediaType is not ProblemType)
        {
            return null;
        }

        try
        {
            var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(body, SecureAuthJson.Default.ProblemDocument, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Request-Id", out var values)
        && values.FirstOrDefault() is { Length: > 0 and <= MaxCodeLength } id
        && !id.AsSpan().ContainsAnyExcept(IdCharacters)
            ? id
            : null;

    private static TimeSpan? RetryAfterOf(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
