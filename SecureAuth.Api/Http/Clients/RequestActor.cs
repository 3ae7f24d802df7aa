using System.Diagnostics;
using SecureAuth.Api.Http.Server;
using SecureAuth.Core;
using SecureAuth.Core.Audit;

namespace SecureAuth.Api.Http.Clients;

/// <summary>Describes the client of a request to the services, which have no access to HTTP.</summary>
internal static class RequestActor
{
    public static Actor ToActor(this HttpContext context) => new(
        ActorKind.Client,
        Name: null,
        ClientAddress.Of(context),
        UserAgentOf(context.Request),
        context.TraceIdentifier,
        TraceIdOf(context));

    /// <summary>The client's own text, made safe to store and to print on a terminal.</summary>
    private static string? UserAgentOf(HttpRequest request)
    {
        var text = PlainText.Clean(request.Headers.UserAgent.ToString(), Actor.UserAgentLength);
        return text.Length == 0 ? null : text;
    }

    /// <summary>
    /// The id of this server's own trace. <see cref="UntrustedTracePropagator"/> ignores the <c>traceparent</c> that the client
    /// sends.
    /// </summary>
    private static string TraceIdOf(HttpContext context) =>
        (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
}
