using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;
using SecureAuth.Api.Shutdown;

namespace SecureAuth.Api.Http.Server;

/// <summary>The limits that Kestrel enforces before the pipeline runs. A proxy in front should not allow more.</summary>
internal static class ServerLimits
{
    public static void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        var drain = server.ApplicationServices.GetRequiredService<ShutdownDrain>();
        server.ConfigureEndpointDefaults(endpoint => endpoint
            .Use(next => connection => DrainedConnections.ServeAsync(connection, next, drain))
            .Use(DelayedCompletionPipeReader.WrapAsync));

        // More than any endpoint accepts (RequestBodyMiddleware.MaxLength): the rest of a rejected body is read and discarded. A
        // client that is cut off while it sends would see a broken connection instead of the 413.
        server.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
        server.Limits.MaxRequestLineSize = 4 * 1024;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestHeaderCount = 64;

        // A cookie that another application of the domain has set need not be UTF-8. Kestrel would answer each request of that
        // browser with an empty 400. Our own cookies are ASCII.
        server.RequestHeaderEncodingSelector = name =>
            name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null;

        // Bounds how long a client that sends its headers slowly can occupy a connection.
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
    }
}
