using Microsoft.OpenApi;

namespace SecureAuth.Api.Documentation;

/// <summary>The chapters of the document, in the order in which somebody new would read them.</summary>
internal static class DocumentTags
{
    public const string Health = "Health";

    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        ("Registration", "Create an account."),
        ("Sign-in", "Begin a session, by password and, where the user has one, a second factor; show the credentials again."),
        ("Tokens", "Keep a session going, and end it."),
        ("The signed-in user", "What is known of the user whose token is sent."),
        ("Password", "Change it."),
        ("Second factor", "Authenticator apps and recovery codes."),
        ("Sessions", "Where the user is signed in, and how to end that elsewhere."),
        ("Discovery", "What a service needs that verifies our access tokens."),
        (Health, "For orchestrators and load balancers."),
    ];

    public static HashSet<OpenApiTag> Describe() =>
        [.. All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })];
}
