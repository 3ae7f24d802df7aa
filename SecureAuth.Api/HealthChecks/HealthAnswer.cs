using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Net.Http.Headers;

namespace SecureAuth.Api.HealthChecks;

/// <summary>
/// Answers <c>/health</c> with the state of each dependency for those who may see it and accept JSON, and with one word for
/// others. A probe that says nothing about what it accepts reads the word.
/// </summary>
internal static class HealthAnswer
{
    private const string Json = "application/json";

    private const string Text = "text/plain";

    public static Task WriteAsync(HttpContext context, HealthReport report) =>
        AcceptsJson(context.Request) && context.RequestServices.GetRequiredService<HealthAudience>().MayKnow(context)
            ? context.Response.WriteAsJsonAsync(Describe(report), context.RequestAborted)
            : Microsoft.Extensions.Hosting.Health.WriteAsync(context, report.Status.ToString());

    private static bool AcceptsJson(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var json = QualityOf(Json, accepted);
        return json > 0 && json >= QualityOf(Text, accepted);
    }

    /// <summary>The most specific range decides: <c>*/*;q=0.1, text/plain</c> wants text.</summary>
    private static double QualityOf(string type, IList<MediaTypeHeaderValue> accepted)
    {
        var media = new MediaTypeHeaderValue(type);
        var match = accepted.Where(media.IsSubsetOf)
            .OrderBy(range => range.MatchesAllTypes)
            .ThenBy(range => range.MatchesAllSubTypes)
            .FirstOrDefault();
        return match is null ? 0 : match.Quality ?? 1;
    }

    private static HealthResponse Describe(HealthReport report) => new(
        report.Status.ToString(),
        Milliseconds(report.TotalDuration),
        [
            .. report.Entries
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new HealthCheckState(
                    entry.Key.Replace(' ', '_').Replace('-', '_'),
                    entry.Value.Status.ToString(),
                    Milliseconds(entry.Value.Duration),
                    DetailOf(entry.Value))),
        ]);

    /// <summary>The text of an exception that a check did not expect may name hosts.</summary>
    private static string? DetailOf(HealthReportEntry entry) => entry switch
    {
        { Status: HealthStatus.Healthy } => null,
        { Exception: { } error } => $"The check failed: {error.GetType().Name}",
        _ => entry.Description,
    };

    private static long Milliseconds(TimeSpan duration) => (long)Math.Ceiling(duration.TotalMilliseconds);
}
