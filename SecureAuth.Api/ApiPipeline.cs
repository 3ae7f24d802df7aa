using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Http.Server;

namespace SecureAuth.Api;

/// <summary>The order in which the conventions of every endpoint are enforced.</summary>
internal static class ApiPipeline
{
    public static void UseSecureAuthPipeline(this WebApplication app)
    {
        app.Use(ClientDisconnect.DetachAsync);
        app.Use(RequestIdContextFactory.SendAsync);
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<ExceptionMiddleware>();
        app.UseStatusCodePages(page =>
            Problem.WriteAsync(page.HttpContext, ErrorCode.ForStatus(page.HttpContext.Response.StatusCode)));

        // Routing comes first, because the endpoint names its policy. Authentication and the body come later, so that a refused
        // call costs one round trip to Redis and nothing else.
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<RequestBodyMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<UnexpectedBodyMiddleware>();
    }
}
