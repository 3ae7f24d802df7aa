using Microsoft.AspNetCore.Authorization;

namespace SecureAuth.Api.StepUp;

/// <summary>The policies of operations that require more than a valid access token.</summary>
internal static class StepUpPolicies
{
    private const string Fresh = "fresh";
    private const string SecondFactor = "second factor";

    /// <summary>Requires an authentication within <see cref="FreshRequirement.MaxAge"/>.</summary>
    public static TBuilder RequireFresh<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(Fresh);

    /// <summary>Requires that a user who has a second factor has used it in this session.</summary>
    public static TBuilder RequireSecondFactor<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(SecondFactor);

    public static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(Fresh, policy => policy.RequireAuthenticatedUser().AddRequirements(new FreshRequirement()));
        options.AddPolicy(
            SecondFactor, policy => policy.RequireAuthenticatedUser().AddRequirements(new SecondFactorRequirement()));
    }
}
