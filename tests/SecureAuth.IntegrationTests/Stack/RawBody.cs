using System.Net.Http.Headers;
using System.Text;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Requests that a well-behaved client library would not send.</summary>
internal static class RawBody
{
    public static Task<Response> PostRawAsync(
        this TestClient client, string path, byte[] body, string? contentType = "application/json", string? encoding = null)
    {
        var request = TestClient.Request(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        return client.SendAsync(request);
    }

    public static Task<Response> PostTextAsync(
        this TestClient client, string path, string body, string? contentType = "application/json") =>
        client.PostRawAsync(path, Encoding.UTF8.GetBytes(body), contentType);

    /// <summary>Sends a body without a Content-Length.</summary>
    public static Task<Response> PostChunkedAsync(this TestClient client, string path, byte[] body)
    {
        var request = TestClient.Request(HttpMethod.Post, path);
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StreamContent(new MemoryStream(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return client.SendAsync(request);
    }
}
