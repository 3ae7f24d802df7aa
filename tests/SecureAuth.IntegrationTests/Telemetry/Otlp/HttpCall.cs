using Microsoft.AspNetCore.Http;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>The server's side of an OTLP request over HTTP: the message is the body.</summary>
internal static class HttpCall
{
    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        if (request.Headers.ContentEncoding == "gzip")
        {
            return await Gzip.DecompressAsync(request.Body);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    /// <summary>Answers with an empty message, which has no bytes.</summary>
    public static Task AcceptAsync(HttpResponse response)
    {
        response.ContentType = "application/x-protobuf";
        return response.CompleteAsync();
    }
}
