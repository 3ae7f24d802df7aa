using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.Client;

/// <summary>
/// A request for a mail with a code. A request for an address without an account looks the same. Keep it until the user types the
/// code: in memory, or in the application's own storage, and never in a link or a log. Whoever has it and the code has the
/// account.
/// </summary>
/// <param name="RequestToken">The code works with this token alone.</param>
/// <param name="ExpiresIn">
/// How long the code is valid, or null if the server does not say: after a registration whose account can be used at once.
/// </param>
public sealed record RequestedCode(
    string RequestToken,
    [property: JsonConverter(typeof(SecondsConverter))] TimeSpan? ExpiresIn = null) : SecureAuthMessage
{
    /// <returns>Null if the response has no request token: the server mails links.</returns>
    internal static async Task<RequestedCode?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength == 0)
        {
            return null;
        }

        var answer = await ApiTransport.ReadAsync(response, SecureAuthJson.Default.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        return Of(answer, response);
    }

    /// <inheritdoc cref="ReadAsync"/>
    internal static RequestedCode? Of(JsonElement answer, HttpResponseMessage response) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("request_token", out _)
            ? ApiTransport.Parse(answer, SecureAuthJson.Default.RequestedCode, response)
            : null;
}
