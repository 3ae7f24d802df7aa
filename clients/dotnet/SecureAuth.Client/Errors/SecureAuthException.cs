using System.Collections.ObjectModel;
using System.Net;

namespace SecureAuth.Client;

/// <summary>
/// The server refused a request. Branch on <see cref="Code"/>. A server that cannot be reached, or does not respond in time, is
/// an <see cref="HttpRequestException"/> or a <see cref="TaskCanceledException"/>, as with every <see cref="HttpClient"/>.
/// </summary>
public sealed class SecureAuthException : Exception
{
    /// <param name="code">One of <see cref="ErrorCodes"/>, or a newer one.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="requestId">The id of the request, or null if the response has none.</param>
    /// <param name="innerException">Why the response could not be read, or null.</param>
    public SecureAuthException(
        string code, HttpStatusCode status, string? requestId = null, Exception? innerException = null)
        : base($"SecureAuth responded {code} ({(int)status}, request {requestId ?? "without an id"}).", innerException)
    {
        Code = code;
        Status = status;
        RequestId = requestId;
    }

    /// <summary>The stable code, one of <see cref="ErrorCodes"/> or a newer one.</summary>
    public string Code { get; }

    /// <summary>The status of the response.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The id that the request has in the server's logs, traces and audit.</summary>
    public string? RequestId { get; }

    /// <summary>How long to wait before a retry, or null if waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The invalid members of the request, by their names in JSON, and the stable reasons for each.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } =
        ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Whether the same request may succeed a little later.</summary>
    public bool IsTransient => Status
        is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;
}
