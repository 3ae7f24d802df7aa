using System.Net;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>The origin of an action, which every audit row records.</summary>
/// <param name="Kind">Whether a client, an operator, a service or the system itself acts.</param>
/// <param name="Name">
/// An operator's <c>user@host</c>, a service's id, or null for clients, whose user is the subject of the event.
/// </param>
/// <param name="Address">
/// The client's address as reported by the trusted proxies, or null for operators and the system.
/// </param>
/// <param name="UserAgent">The client's <c>User-Agent</c> header, truncated to 256 characters.</param>
/// <param name="RequestId">The <c>X-Request-Id</c>, which the client may have chosen.</param>
/// <param name="TraceId">The id that the server generated for the request. A client cannot choose it.</param>
public sealed record Actor(
    ActorKind Kind, string? Name, IPAddress? Address, string? UserAgent, string? RequestId, string TraceId)
    : Confidential
{
    /// <summary>The maximum length of a stored user agent, in UTF-16 code units.</summary>
    public const int UserAgentLength = 256;
}
