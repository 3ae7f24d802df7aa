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
/// them in production. They answer with a single word that reveals no details, unless the service knows who may see more.
/// </summary>
public static class Health
{
    /// <summary>A check of a hanging store must fail before the probe of the orchestrator times out.</summary>
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    internal static void AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks();
        builder.Services.PostConfigure<HealthCheckServiceOptions>(LimitTimeouts);
    }

    /// <param name="app">The service.</param>
    /// <param name="answer">Writes the answer of <c>/health</c>; null stands for <see cref="WriteAsync"/>.</param>
    public static WebApplication MapDefaultEndpoints(
        this WebApplication app, Func<HttpContext, HealthReport, Task>? answer = null)
    {
        var methods = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        app.MapHealthChecks("/health", Options(answer)).WithMetadata(methods);
        app.Map("/alive", AnswerAsync).WithMetadata(methods);
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

    /// <summary>Checks nothing: a process that answers is alive, and no failure of a store may have it restarted.</summary>
    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store, no-cache";
        return WriteAsync(context, nameof(HealthStatus.Healthy));
    }

    private static HealthCheckOptions Options(Func<HttpContext, HealthReport, Task>? answer) => new()
    {
        ResponseWriter = answer ?? ((context, report) => WriteAsync(context, report.Status.ToString())),
    };

    /// <summary>Answers with one word.</summary>
    public static Task WriteAsync(HttpContext context, string status)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = status.Length;
        return context.Response.WriteAsync(status);
    }
}
