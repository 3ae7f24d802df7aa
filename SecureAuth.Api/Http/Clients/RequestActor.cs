using System.Diagnostics;
using SecureAuth.Api.Http.Server;
using SecureAuth.Core;
using SecureAuth.Core.Audit;

namespace SecureAuth.Api.Http.Clients;

/// <summary>Tells the services, which know no HTTP, who is calling.</summary>
internal static class Caller
{
    public static Actor ToActor(this HttpContext context) => new(
        ActorKind.Client,
        Name: null,
        ClientAddress.Of(context),
        UserAgentOf(context.Request),
        context.TraceIdentifier,
        TraceIdOf(context));

    /// <summary>The client's own words, made safe to be stored and to be shown on a terminal.</summary>
    private static string? UserAgentOf(HttpRequest request)
    {
        var words = PlainText.Clean(request.Headers.UserAgent.ToString(), Actor.UserAgentLength);
        return words.Length == 0 ? null : words;
    }

    /// <summary>Our own trace: <see cref="UntrustedTracePropagator"/> begins it here, whatever <c>traceparent</c> the client sends.</summary>
    private static string TraceIdOf(HttpContext context) =>
        (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
}
