namespace SecureAuth.Client;

/// <summary>
/// Attaches the access token of a session to requests to your APIs. If one is refused with 401, it is sent once more with another
/// token. Requests to other origins, and those with an <c>Authorization</c> header of their own, are sent as they are.
/// </summary>
public sealed class AccessTokenHandler : DelegatingHandler
{
    private readonly ITokenSource _tokens;
    private readonly HashSet<string> _origins;

    /// <param name="session">The session of the user for whom the requests are sent.</param>
    /// <param name="origins">The APIs that get the token: whoever gets it can act as the user. Only https and loopback.</param>
    public AccessTokenHandler(SecureAuthSession session, params IEnumerable<Uri> origins)
        : this(session, origins, allowHttp: false)
    {
    }

    internal AccessTokenHandler(SecureAuthSession session, IEnumerable<Uri> origins, bool allowHttp)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(origins);
        _tokens = session;
        _origins = new HashSet<string>(StringComparer.Ordinal);
        foreach (var origin in origins)
        {
            ServerAddress.Check(origin, allowHttp);
            _origins.Add(OriginOf(origin));
        }

        if (_origins.Count == 0)
        {
            throw new ArgumentException("Name the origins that get the access token.", nameof(origins));
        }
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Authorization is null && request.RequestUri is { } uri && _origins.Contains(OriginOf(uri))
            ? BearerRequest.SendAsync(request, _tokens, base.SendAsync, cancellationToken)
            : base.SendAsync(request, cancellationToken);
    }

    /// <summary>A refresh cannot be waited for synchronously without the risk of a deadlock.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Use SendAsync.");

    private static string OriginOf(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
