using System.Net;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>Who asked for something, and from where: what every audit row says about its cause.</summary>
/// <param name="Kind">Whether a client, an operator or the system itself acts.</param>
/// <param name="Name">An operator's <c>user@host</c>; null for clients, whose user is the event's subject.</param>
/// <param name="Address">The client's address as the trusted proxies told it; null for operators and the system.</param>
/// <param name="UserAgent">The client's own words, cut to 256 characters.</param>
/// <param name="RequestId">The <c>X-Request-Id</c>: a client may have chosen it.</param>
/// <param name="TraceId">The id that the server made for the request: no client can choose it.</param>
public sealed record Actor(
    ActorKind Kind, string? Name, IPAddress? Address, string? UserAgent, string? RequestId, string TraceId)
    : Confidential
{
    /// <summary>The longest user agent that is kept, in UTF-16 units.</summary>
    public const int UserAgentLength = 256;
}
