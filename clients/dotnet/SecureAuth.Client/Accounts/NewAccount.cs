using System.Text.Json.Nodes;

namespace SecureAuth.Client;

/// <summary>What a registration needs, and what it may have beside that.</summary>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Password">The password. It is not trimmed.</param>
public sealed record NewAccount(string Email, string Password) : SecureAuthMessage
{
    /// <summary>A name to display, or null.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// A name to sign in with, in addition to the address, or null. If it is taken, or looks like one that is, the server refuses
    /// with <see cref="ErrorCodes.Conflict"/>. Only for servers with <c>Accounts__Usernames</c>.
    /// </summary>
    public string? Username { get; init; }

    /// <summary>
    /// Values by the names of the fields that the operator has configured, or null. For servers with <c>Accounts__Fields</c>.
    /// </summary>
    public JsonObject? Fields { get; init; }

    /// <summary>
    /// The token of the mail that invited this address, or null. The address then counts as verified. If the invitation has
    /// ended, the server refuses with <see cref="ErrorCodes.InvalidToken"/>.
    /// </summary>
    public string? InvitationToken { get; init; }

    /// <summary>
    /// The base URL of the link in the mail, or null for the server's default. It is one of the server's
    /// <c>Email__LinkBases</c>, letter by letter.
    /// </summary>
    public string? LinkBase { get; init; }
}
