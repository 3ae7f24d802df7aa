using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>What a resource needs to accept the tokens of SecureAuth.</summary>
public static class SecureAuthReferenceExtensions
{
    private const string Bearer = "Authentication__Schemes__Bearer__";

    /// <summary>
    /// Gives a resource the issuer and the audience of the tokens: as the settings of ASP.NET Core's <c>AddJwtBearer()</c>, and
    /// as <c>SECUREAUTH_AUTHORITY</c> and <c>SECUREAUTH_AUDIENCE</c> for programs in other languages; and the endpoint, for
    /// service discovery.
    /// </summary>
    /// <typeparam name="TDestination">The type of the resource.</typeparam>
    /// <param name="builder">The resource that verifies tokens or calls SecureAuth.</param>
    /// <param name="auth">The SecureAuth resource.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<SecureAuthResource> auth)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(auth);

        var resource = auth.Resource;
        return builder
            .WithReference((IResourceBuilder<IResourceWithServiceDiscovery>)auth)
            .WithEnvironment(async context =>
            {
                var settings = context.EnvironmentVariables;
                settings["SECUREAUTH_AUTHORITY"] = resource.Issuer;
                settings["SECUREAUTH_AUDIENCE"] = resource.Audience;
                settings[Bearer + "Authority"] = resource.Issuer;

                // Without it, a scheme that is configured accepts any issuer.
                settings[Bearer + "ValidIssuer"] = resource.Issuer;
                settings[Bearer + "ValidAudiences__0"] = resource.Audience;
                if (await resource.IsWithoutTlsAsync(context.ExecutionContext, context.CancellationToken).ConfigureAwait(false))
                {
                    settings[Bearer + "RequireHttpsMetadata"] = "false";
                }
            });
    }
}
