using SecureAuth.Core.SecondFactor;

namespace SecureAuth.Api.Tokens;

/// <summary>The token in the <c>Authorization</c> header.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    /// <summary>Whether the token looks like one for the set-up of a second factor, whether or not it is valid.</summary>
    public static bool IsForSetUp(string? token) =>
        token?.StartsWith(SecondFactorChallenges.SetUpTokenPrefix, StringComparison.Ordinal) == true;
}
