using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The AppHost's model, of a run or of a publish. No container is started.</summary>
internal static class Model
{
    /// <summary>
    /// A model that can be built and never starts. Aspire lets the AppHost go on when its model is built, and even when it is
    /// disposed. The containers would write to the developer's volumes, with the secrets of a test.
    /// </summary>
    public static async Task<IDistributedApplicationTestingBuilder> OfRunAsync(params string[] args)
    {
        var model = await StartableAsync(args);
        model.Services.RemoveAll<IHostedService>();
        return model;
    }

    /// <summary>Linux allows only 128 file watchers per user, and each model would have several.</summary>
    public static Task<IDistributedApplicationTestingBuilder> StartableAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.SecureAuth_AppHost>(
            ["--hostBuilder:reloadConfigOnChange=false", .. args], TestContext.Current.CancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> OfPublishAsync(params string[] args) =>
        OfRunAsync(["--operation", "publish", "--step", "publish", .. args]);

    public static IResource Find(this IDistributedApplicationTestingBuilder model, string name) =>
        model.Resources.Single(resource => resource.Name == name);

    public static EndpointAnnotation Endpoint(this IDistributedApplicationTestingBuilder model, string resource) =>
        model.Find(resource).Annotations.OfType<EndpointAnnotation>().First();

    public static T[] Annotations<T>(this IDistributedApplicationTestingBuilder model, string resource) =>
        [.. model.Find(resource).Annotations.OfType<T>()];

    /// <summary>The environment of a publish, with the names of values instead of the values.</summary>
    public static async Task<Dictionary<string, string>> SettingsAsync(
        this IDistributedApplicationTestingBuilder model, string name) =>
        (await model.ConfigurationAsync(name)).EnvironmentVariables.ToDictionary();

    public static Task<IExecutionConfigurationResult> ConfigurationAsync(
        this IDistributedApplicationTestingBuilder model, string name) =>
        ExecutionConfigurationBuilder.Create(model.Find(name))
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .BuildAsync(model.ExecutionContext, NullLogger.Instance, TestContext.Current.CancellationToken);

    /// <summary>The environment of a run, whose values exist only when it has started. These are their names.</summary>
    public static async Task<Dictionary<string, string>> RunSettingsAsync(
        this IDistributedApplicationTestingBuilder model, string name)
    {
        var context = new EnvironmentCallbackContext(
            model.ExecutionContext, model.Find(name), cancellationToken: TestContext.Current.CancellationToken);
        foreach (var callback in model.Annotations<EnvironmentCallbackAnnotation>(name))
        {
            await callback.Callback(context);
        }

        return context.EnvironmentVariables.ToDictionary(
            setting => setting.Key,
            setting => setting.Value is IManifestExpressionProvider value ? value.ValueExpression : $"{setting.Value}");
    }
}
