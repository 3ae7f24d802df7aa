using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>The document's tags, in the order in which a new reader needs them.</summary>
internal static class DocumentTags
{
    public const string Health = "Health";

    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        ("Registration", "Create an account."),
        ("E-mail address", "Verify or change the e-mail address of an account, or undo a change."),
        (
            "Sign-in",
            "Sign in with a password and, if the user has one, a second factor; or with a passkey. Re-authenticate a signed-in "
            + "user."),
        ("Tokens", "Refresh the tokens of a session, or end the session."),
        ("The signed-in user", "The account of the user whose access token is sent."),
        ("Password", "Change the password, or set a new one after it was forgotten."),
        ("Second factor", "Manage the authenticator app and the recovery codes."),
        ("Passkeys", "Add, list, rename and remove the user's passkeys (WebAuthn)."),
        ("Sessions", "List the user's sessions and end them."),
        (
            "Services",
            "Introspection, revocation and a feed of revocations, for your own services. They authenticate with the credentials "
            + "in `OAuth__Clients`. Without any, these paths do not exist."),
        ("Discovery", "The metadata and public keys with which other services verify access tokens."),
        (Health, "Health checks for orchestrators and load balancers."),
    ];

    /// <summary>The tags that the operations have: those of a feature that is switched off have none.</summary>
    public static HashSet<OpenApiTag> Describe(OpenApiDocument document)
    {
        var used = document.Paths.Values.SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Reference.Id!)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. All.Where(tag => used.Contains(tag.Name))
                .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }),
        ];
    }
}
