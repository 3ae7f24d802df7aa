using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace SecureAuth.Api.StepUp;

/// <summary>The policies of operations that require more than a valid access token.</summary>
internal static class StepUpPolicies
{
    private const string Fresh = "fresh";
    private const string FreshToEndSessions = "fresh to end sessions";
    private const string SecondFactor = "second factor";
    private const string SetUp = "set-up";

    /// <summary>Requires an authentication within <see cref="FreshRequirement.MaxAge"/>.</summary>
    public static TBuilder RequireFresh<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(Fresh);

    /// <summary>The same if an operator has asked for it.</summary>
    public static TBuilder RequireFreshToEndSessions<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(FreshToEndSessions);

    /// <summary>Requires that a user who has a second factor has used it in this session.</summary>
    public static TBuilder RequireSecondFactor<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(SecondFactor);

    /// <summary>
    /// Accepts the token of a sign-in that waits for the set-up of a second factor, besides access tokens. The handler asks
    /// <see cref="SetUpIdentityExtensions.SetUp"/> which one it was. The other requirements are met, because the password has
    /// just been checked and there is no second factor yet.
    /// </summary>
    public static TBuilder AcceptSetUpToken<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(SetUp);

    public static void AddTo(AuthorizationOptions options)
    {
        options.AddPolicy(Fresh, policy => policy.RequireAuthenticatedUser().AddRequirements(new FreshRequirement()));
        options.AddPolicy(
            FreshToEndSessions,
            policy => policy.RequireAuthenticatedUser().AddRequirements(new FreshRequirement { IsForEndingSessions = true }));
        options.AddPolicy(
            SecondFactor, policy => policy.RequireAuthenticatedUser().AddRequirements(new SecondFactorRequirement()));
        options.AddPolicy(
            SetUp,
            policy => policy
                .AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme, SetUpTokenHandler.SchemeName)
                .RequireAuthenticatedUser());
    }
}
