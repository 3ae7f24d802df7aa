// The options of image builds are experimental, but Aspire's version is pinned, and the default name says nothing of the product.
#pragma warning disable ASPIREPIPELINES003

using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>Names the images after the product and its version. The default is the name of the resource and <c>latest</c>.</summary>
internal static class ImageNames
{
    public static IResourceBuilder<ProjectResource> WithImageName(
        this IResourceBuilder<ProjectResource> project, string name, IResourceBuilder<ParameterResource> registry) => project
        .WithContainerBuildOptions(options =>
        {
            options.LocalImageName = name;
            options.LocalImageTag = BuiltFiles.Version;
        })
        .WithRemoteImageName(name)
        .WithRemoteImageTag(BuiltFiles.Version)
        .PublishAsDockerComposeService((resource, service) =>
            service.Image = $"{registry.AsEnvironmentPlaceholder(resource)}/{name}:{BuiltFiles.Version}");
}
