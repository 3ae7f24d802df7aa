using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// <c>/health</c>: every check holds, so traffic may come. <c>/alive</c>: the process itself runs, so it need not be restarted.
/// Both exist in every environment, because orchestrators ask in production, and both say one word and nothing else.
/// </summary>
public static class Health
{
    /// <summary>The tag of the checks that <c>/alive</c> asks: none that waits for another process.</summary>
    public const string LiveTag = "live";

    /// <summary>A store that hangs must look unready before the one who asks gives up.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    internal static void AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(BoundChecks);
    }

    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        var methods = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/health", Answer(_ => true)).WithMetadata(methods);
        app.MapHealthChecks("/alive", Answer(check => check.Tags.Contains(LiveTag))).WithMetadata(methods);
        return app;
    }

    private static void BoundChecks(HealthCheckServiceOptions options)
    {
        foreach (var check in options.Registrations)
        {
            if (check.Timeout == Timeout.InfiniteTimeSpan || check.Timeout > CheckTimeout)
            {
                check.Timeout = CheckTimeout;
            }
        }
    }

    private static HealthCheckOptions Answer(Func<HealthCheckRegistration, bool> checks) => new()
    {
        Predicate = checks,
        ResponseWriter = (context, report) =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(report.Status.ToString());
        },
    };
}
