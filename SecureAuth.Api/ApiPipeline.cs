using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.CrossOrigin;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Http.Server;
using SecureAuth.Api.OAuth;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Shutdown;

namespace SecureAuth.Api;

/// <summary>The middleware that every request passes through, in order.</summary>
internal static class ApiPipeline
{
    public static void UseSecureAuthPipeline(this WebApplication app)
    {
        app.Use(ClientDisconnect.DetachAsync);
        app.Use(DrainedConnections.CloseAsync);
        app.Use(RequestIdContextFactory.SendAsync);
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<CrossOriginMiddleware>();
        app.UseMiddleware<InvalidRequestLog>();
        app.UseMiddleware<ExceptionMiddleware>();
        app.UseStatusCodePages(page =>
            Problem.WriteAsync(page.HttpContext, ErrorCode.ForStatus(page.HttpContext.Response.StatusCode)));

        // Routing precedes the rate limiter because the endpoint names its policy. Authentication and the body come later, so
        // that a throttled request costs one round trip to Redis and nothing else. Only services are authenticated before: it
        // takes some hashes in memory, and decides which bucket counts.
        app.UseRouting();
        app.UseMiddleware<ServiceAuthenticationMiddleware>();
        app.UseRateLimiter();
        app.UseMiddleware<RequestBodyMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<UnexpectedBodyMiddleware>();
    }
}
