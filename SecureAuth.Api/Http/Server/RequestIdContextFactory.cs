using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Assigns the request id when the <see cref="HttpContext"/> is created. This is before the host opens the logging scope with
/// <see cref="HttpContext.TraceIdentifier"/>, so every log record of the request has the id.
/// </summary>
internal sealed class RequestIdContextFactory(IServiceProvider services, TimeProvider time) : IHttpContextFactory
{
    public const string Header = "X-Request-Id";
    public const string Pattern = "^[A-Za-z0-9._-]{8,64}$";

    private const int MinLength = 8;
    private const int MaxLength = 64;

    private readonly DefaultHttpContextFactory _contexts = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var context = _contexts.Create(featureCollection);
        context.TraceIdentifier = Accept(context.Request.Headers[Header]) ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        return context;
    }

    public void Dispose(HttpContext httpContext) => _contexts.Dispose(httpContext);

    /// <summary>
    /// Adds the id to the trace and to the response. It runs early in the pipeline, so that every response has the id.
    /// </summary>
    public static Task SendAsync(HttpContext context, RequestDelegate next)
    {
        Activity.Current?.SetTag("secureauth.request_id", context.TraceIdentifier);

        // The header is set when the response starts, so that clearing the response does not remove it.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });

        return next(context);
    }

    /// <summary>
    /// Returns the client's id, or null unless it is a single value that is safe in a log, a header and a file name.
    /// </summary>
    internal static string? Accept(StringValues header) =>
        header.Count == 1 && header[0] is { Length: >= MinLength and <= MaxLength } id && id.All(IsAllowed) ? id : null;

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
