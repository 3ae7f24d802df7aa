using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SecureAuth.Api.Http.Server;

/// <summary>What the server refuses before any of our code runs. A proxy in front should be no more generous.</summary>
internal static class ServerLimits
{
    public static void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.ConfigureEndpointDefaults(endpoint => endpoint.Use(DelayedCompletionPipeReader.WrapAsync));

        // More than any endpoint takes (RequestBodyMiddleware.MaxLength): the rest of a refused body is read and thrown away, since
        // a client that is cut off while it sends sees a broken connection and not the 413.
        server.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
        server.Limits.MaxRequestLineSize = 4 * 1024;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestHeaderCount = 64;

        // A client that trickles its headers holds a connection for this long and no longer.
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
    }
}
