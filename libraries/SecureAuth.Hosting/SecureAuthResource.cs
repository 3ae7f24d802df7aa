using System.Globalization;
using SecureAuth.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// SecureAuth as a container. Resources that accept its tokens get the issuer and the audience from <c>WithReference</c>.
/// </summary>
public sealed class SecureAuthResource : ContainerResource, IResourceWithServiceDiscovery
{
    internal const string EndpointName = "http";

    private readonly ParameterResource? _origin;

    internal SecureAuthResource(string name, ParameterResource? origin)
        : base(name)
    {
        _origin = origin;
        Migration = new ContainerResource($"{name}-migrate");
    }

    /// <summary>The endpoint of the API.</summary>
    public EndpointReference PrimaryEndpoint => new(this, EndpointName);

    /// <summary>
    /// The container that prepares the database and ends. The service starts after it. It alone has the password of the
    /// database's owner.
    /// </summary>
    public ContainerResource Migration { get; }

    /// <summary>The <c>aud</c> of the access tokens.</summary>
    public string Audience { get; internal set; } = "secureauth";

    /// <summary>
    /// The <c>iss</c> of the access tokens. It must be the same after a restart, and for everybody who verifies tokens, so it is
    /// no endpoint, whose address depends on who asks: it is the parameter or, without one, the fixed port on localhost.
    /// </summary>
    public ReferenceExpression Issuer => _origin is null
        ? ReferenceExpression.Create($"http://localhost:{Port}")
        : ReferenceExpression.Create($"{_origin}");

    internal DatabaseAccess? Database { get; set; }

    internal RedisResource? Redis { get; set; }

    internal bool HasMail { get; set; }

    internal List<SeededUser> Users { get; } = [];

    /// <summary>Whether services have to accept the issuer without TLS. Only developers may have such an origin.</summary>
    internal async ValueTask<bool> IsWithoutTlsAsync(
        DistributedApplicationExecutionContext context, CancellationToken cancellationToken)
    {
        if (_origin is null)
        {
            return true;
        }

        if (!context.IsRunMode)
        {
            return false;
        }

        var origin = await _origin.GetValueAsync(cancellationToken).ConfigureAwait(false);
        return origin?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true;
    }

    private string Port => this.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == EndpointName).Port
        ?.ToString(CultureInfo.InvariantCulture)
        ?? throw new InvalidOperationException($"The endpoint '{EndpointName}' of {Name} needs a fixed port.");
}
