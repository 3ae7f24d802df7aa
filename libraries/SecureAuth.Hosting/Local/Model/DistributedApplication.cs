using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SecureAuth.Hosting;

namespace Aspire.Hosting;

public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

public interface IProjectMetadata
{
    string ProjectPath { get; }
}

public sealed class DistributedApplicationExecutionContext(bool isPublishMode)
{
    public bool IsPublishMode { get; } = isPublishMode;

    public bool IsRunMode => !IsPublishMode;
}

public interface IDistributedApplicationBuilder
{
    IConfiguration Configuration { get; }

    IHostEnvironment Environment { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    IList<IResource> Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}

/// <summary>
/// What Aspire's class of this name is in the other flavour. It runs the programs and servers of this machine, without
/// containers.
/// </summary>
public sealed class DistributedApplication
{
    private readonly LocalApplicationBuilder _application;

    internal DistributedApplication(LocalApplicationBuilder application) => _application = application;

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new LocalApplicationBuilder(args);

    public void Run() => RunAsync().GetAwaiter().GetResult();

    public Task RunAsync() => LocalRun.RunAsync(_application);
}

/// <summary>The model while it is made.</summary>
internal sealed class LocalApplicationBuilder : IDistributedApplicationBuilder
{
    public LocalApplicationBuilder(string[] args)
    {
        Arguments = args;
        Configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        Values = new KeptValues(Configuration);
        ExecutionContext = new(isPublishMode: Configuration["operation"] == "publish");
        Environment = new HostingEnvironment
        {
            EnvironmentName = Configuration["environment"] ?? Configuration["DOTNET_ENVIRONMENT"]
                ?? (ExecutionContext.IsRunMode ? Environments.Development : Environments.Production),
        };
    }

    public string[] Arguments { get; }

    public IConfiguration Configuration { get; }

    public IHostEnvironment Environment { get; }

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IList<IResource> Resources { get; } = [];

    /// <summary>The values of generated parameters, which are read from a file when the application starts.</summary>
    public KeptValues Values { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"There is already a resource named {resource.Name}.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new Builder<T>(this, resource);

    public DistributedApplication Build() => new(this);

    private sealed class Builder<T>(IDistributedApplicationBuilder application, T resource) : IResourceBuilder<T>
        where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder { get; } = application;

        public T Resource { get; } = resource;

        public IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation)
            where TAnnotation : IResourceAnnotation
        {
            Resource.Annotations.Add(annotation);
            return this;
        }
    }
}
