using System.Globalization;
using SecureAuth.LocalServers;

namespace Aspire.Hosting.ApplicationModel;

public enum EndpointProperty
{
    Url = 0,
    Host = 1,
    Port = 3,
}

public sealed class EndpointAnnotation(string name, string uriScheme) : IResourceAnnotation
{
    public string Name { get; } = name;

    public string UriScheme { get; } = uriScheme;

    /// <summary>The port on localhost. If it is null, any free port is used.</summary>
    public int? Port { get; set; }

    public int? TargetPort { get; init; }

    public bool IsExternal { get; set; }

    /// <summary>The port on localhost in this run.</summary>
    internal int AllocatedPort => Port ??= FreePort.Next();
}

public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName)
    : IValueProvider, IManifestExpressionProvider
{
    public string EndpointName { get; } = endpointName;

    public string Url => string.Create(
        CultureInfo.InvariantCulture, $"{Annotation.UriScheme}://localhost:{Annotation.AllocatedPort}");

    public string ValueExpression => ExpressionOf("url");

    internal EndpointAnnotation Annotation =>
        owner.Annotations.OfType<EndpointAnnotation>().Single(endpoint => endpoint.Name == EndpointName);

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    internal string ExpressionOf(string property) => $"{{{owner.Name}.bindings.{EndpointName}.{property}}}";
}

public sealed class EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property)
    : IValueProvider, IManifestExpressionProvider
{
    public string ValueExpression => endpoint.ExpressionOf(property.ToString().ToLowerInvariant());

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(property switch
    {
        EndpointProperty.Host => "127.0.0.1",
        EndpointProperty.Port => endpoint.Annotation.AllocatedPort.ToString(CultureInfo.InvariantCulture),
        _ => endpoint.Url,
    });
}
