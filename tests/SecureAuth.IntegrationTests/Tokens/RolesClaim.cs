using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

internal static class RolesClaim
{
    public static string[] Of(string accessToken) =>
        [.. Jwt.Read(accessToken).Claims["roles"]!.AsArray().Select(role => role!.GetValue<string>())];

    /// <summary>The version of the roles, or null in a token without one.</summary>
    public static long? VersionOf(string accessToken) => Jwt.Read(accessToken).Claims["roles_version"]?.GetValue<long>();
}
