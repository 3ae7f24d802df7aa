using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Tests.Hosting;

/// <summary>Somebody else's application with SecureAuth in it, as a model. Nothing is started.</summary>
internal sealed class HostedSystem
{
    public HostedSystem(params string[] args)
    {
        Builder = DistributedApplication.CreateBuilder(args);
        Password = Builder.AddParameter("ann-password", "violet tram over the harbour", secret: true);
        Auth = Builder.AddSecureAuth("auth")
            .WithPostgres(Builder.AddPostgres("postgres").AddDatabase("accounts"))
            .WithRedis(Builder.AddRedis("redis"))
            .WithUser("ann@example.com", Password, ["admin", "buyer"], "Ann");
    }

    public static HostedSystem OfRun => new("--environment", "Development");

    public static HostedSystem OfPublish => new("--operation", "publish");

    public IDistributedApplicationBuilder Builder { get; }

    public IResourceBuilder<ParameterResource> Password { get; }

    public IResourceBuilder<SecureAuthResource> Auth { get; }

    public ContainerResource Migration => Auth.Resource.Migration;

    public T Find<T>(string name)
        where T : IResource => Builder.Resources.OfType<T>().Single(resource => resource.Name == name);

    public Task<Dictionary<string, string>> ServiceSettingsAsync() => SettingsAsync(Auth.Resource);

    public Task<Dictionary<string, string>> MigrationSettingsAsync() => SettingsAsync(Migration);

    /// <summary>The environment variables, with the names of values instead of the values.</summary>
    public async Task<Dictionary<string, string>> SettingsAsync(IResource resource)
    {
        var context = new EnvironmentCallbackContext(
            Builder.ExecutionContext, resource, cancellationToken: TestContext.Current.CancellationToken);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        return context.EnvironmentVariables.ToDictionary(
            setting => setting.Key,
            setting => setting.Value is IManifestExpressionProvider value ? value.ValueExpression : $"{setting.Value}");
    }
}
