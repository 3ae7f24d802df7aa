using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureAuth.Api.RateLimiting;

namespace SecureAuth.Api.Http;

/// <summary>The conventions that hold for every endpoint, and the order in which they are enforced.</summary>
internal static class HttpPipeline
{
    public static void AddSecureAuthHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(ServerLimits.Configure);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IHttpContextFactory, RequestIds>();
        builder.Services.AddSingleton<DistributedContextPropagator, TraceEdge>();
        builder.Services.ConfigureHttpJsonOptions(options => JsonSettings.Configure(options.SerializerOptions));

        // The same in every environment: what cannot be bound is thrown, and Failures answers it.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseSecureAuthHttp(this WebApplication app)
    {
        app.Use(ClientHangUp.DetachAsync);
        app.Use(RequestIds.SendAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<Failures>();
        app.UseStatusCodePages(page => Problem.WriteAsync(page.HttpContext, ErrorCode.ForStatus(page.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.UseSecureAuthRateLimits();
        app.UseMiddleware<RequestBodies>();
    }
}
