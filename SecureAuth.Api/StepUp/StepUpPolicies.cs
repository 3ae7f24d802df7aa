using Microsoft.AspNetCore.Authorization;

namespace SecureAuth.Api.StepUp;

/// <summary>What an action asks for beyond a valid access token.</summary>
internal static class StepUpPolicies
{
    private const string Fresh = "fresh";
    private const string SecondFactor = "second factor";

    /// <summary>The credentials were checked within <see cref="FreshRequirement.MaxAge"/>.</summary>
    public static TBuilder RequireFresh<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(Fresh);

    /// <summary>A user who has a second factor has shown it in this session.</summary>
    public static TBuilder RequireSecondFactor<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(SecondFactor);

    public static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(Fresh, policy => policy.RequireAuthenticatedUser().AddRequirements(new FreshRequirement()));
        options.AddPolicy(SecondFactor, policy => policy.RequireAuthenticatedUser().AddRequirements(new SecondFactorRequirement()));
    }
}
