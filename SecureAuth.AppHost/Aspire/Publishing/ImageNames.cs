// The options of image builds are experimental, but Aspire's version is pinned, and the default name is not the product's.
#pragma warning disable ASPIREPIPELINES003

using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>Names the images after the product and its version. The default is the resource and <c>latest</c>.</summary>
internal static class ImageNames
{
    public const string Api = "secureauth-api";
    public const string CommandLine = "secureauth-cli";

    public static string Versioned(string name) => $"{name}:{BuiltFiles.Version}";

    public static IResourceBuilder<ProjectResource> WithImageName(
        this IResourceBuilder<ProjectResource> project, string name) => project
        .WithContainerBuildOptions(options =>
        {
            options.LocalImageName = name;
            options.LocalImageTag = BuiltFiles.Version;
        })
        .WithRemoteImageName(name)
        .WithRemoteImageTag(BuiltFiles.Version);
}
