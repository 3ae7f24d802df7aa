using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Gives every request its id at the moment that it becomes an <see cref="HttpContext"/>: before the host opens the
/// logging scope that carries <see cref="HttpContext.TraceIdentifier"/>, so that no record of the request lacks it.
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

    /// <summary>Puts the id into the trace and into the answer, whatever becomes of it. The first of the middleware.</summary>
    public static Task SendAsync(HttpContext context, RequestDelegate next)
    {
        Activity.Current?.SetTag("secureauth.request_id", context.TraceIdentifier);

        // At the last moment, so that an answer that is cleared half-way keeps it.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });

        return next(context);
    }

    /// <summary>The client's id if it is exactly one and harmless in a log, a header and a file name; else null.</summary>
    internal static string? Accept(StringValues header) =>
        header.Count == 1 && header[0] is { Length: >= MinLength and <= MaxLength } id && id.All(IsAllowed) ? id : null;

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
