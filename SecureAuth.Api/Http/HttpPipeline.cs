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
        app.UseStatusCodePages(NameStatusAsync);
        app.UseRouting();
        app.UseSecureAuthRateLimits();
        app.UseMiddleware<RequestBodies>();
    }

    /// <summary>Gives a bare status that the framework set, such as a 404, its problem document.</summary>
    private static Task NameStatusAsync(StatusCodeContext page)
    {
        var context = page.HttpContext;

        // Routing asks for a media type even where there is no body to have one.
        return context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType && !RequestBodies.HasBody(context)
            ? Problem.WriteAsync(context, ErrorCode.InvalidRequest, errors: JsonErrors.MissingBody().ToDictionary())
            : Problem.WriteAsync(context, ErrorCode.ForStatus(context.Response.StatusCode));
    }
}
