using SecureAuth.Api.Http.Clients;

namespace SecureAuth.Api.OAuth;

/// <summary>
/// Authenticates services on the paths for them. It comes before the rate limiter, which counts the calls of a service for the
/// service and all others for their address. <see cref="ServiceRequirement"/> rejects a request without valid credentials later.
/// </summary>
internal sealed class ServiceAuthenticationMiddleware(RequestDelegate next, ServiceAuthentication services)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!services.IsConfigured && OAuthEndpoints.Paths.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            // Without clients, the path is as unknown as any other, for the rate limits too.
            context.SetEndpoint(null);
        }

        if (ServiceClient.Serves(context))
        {
            var credentials = await ServiceCredentials.ReadAsync(context);
            context.Features.Set(credentials);
            if (credentials is ServiceCredentials.Presented presented && services.Find(presented) is { } id)
            {
                ServiceClient.Set(context, id);
            }
        }

        await next(context);
    }
}
