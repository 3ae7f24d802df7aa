using Microsoft.AspNetCore.Http;

namespace SecureAuth.Client.AspNetCore;

/// <summary>The response to a request whose token cannot be judged at present.</summary>
internal static class ServiceOutage
{
    private const string RetryAfterSeconds = "1";

    public static void Write(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfterSeconds;
    }
}
