using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Maps <c>/health</c>, which runs all checks and reports whether the service is ready for traffic, and <c>/alive</c>, which
/// reports whether the process itself works or has to be restarted. Both exist in every environment, because orchestrators need
/// them in production, and both answer with a single word that reveals no details.
/// </summary>
public static class Health
{
    /// <summary>The tag of the checks that <c>/alive</c> runs. None of them may depend on another process.</summary>
    public const string LiveTag = "live";

    /// <summary>A check of a hanging store must fail before the probe of the orchestrator times out.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    internal static void AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(LimitTimeouts);
    }

    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        var methods = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/health", OptionsFor(_ => true)).WithMetadata(methods);
        app.MapHealthChecks("/alive", OptionsFor(check => check.Tags.Contains(LiveTag))).WithMetadata(methods);
        return app;
    }

    private static void LimitTimeouts(HealthCheckServiceOptions options)
    {
        foreach (var check in options.Registrations)
        {
            if (check.Timeout == Timeout.InfiniteTimeSpan || check.Timeout > CheckTimeout)
            {
                check.Timeout = CheckTimeout;
            }
        }
    }

    private static HealthCheckOptions OptionsFor(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = (context, report) =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(report.Status.ToString());
        },
    };
}
