using Microsoft.AspNetCore.Connections;

namespace SecureAuth.Api.Shutdown;

/// <summary>Ends connections in the course of a shutdown.</summary>
internal static class DrainedConnections
{
    /// <summary>Closes a connection whose request has not ended in time. The connection middleware.</summary>
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, ShutdownDrain drain)
    {
        using var registration = drain.Overdue.UnsafeRegister(
            static state => ((ConnectionContext)state!).Abort(new ConnectionAbortedException("The instance has been stopped")),
            connection);
        await next(connection);
    }

    /// <summary>
    /// Tells the client after the stop signal that its connection ends with this response. Its next request then goes to another
    /// instance, instead of crossing the end of this one on the wire.
    /// </summary>
    public static Task CloseAsync(HttpContext context, RequestDelegate next)
    {
        var drain = context.RequestServices.GetRequiredService<ShutdownDrain>();
        if (drain.Stopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }
}
