using System.Net;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>The caller of the hash queue, by which slots are shared fairly between networks and accounts.</summary>
/// <param name="Address">
/// The client's address, or null if there is none, as in a command. All callers without an address have one share in common.
/// </param>
/// <param name="Account">An identifier of the account, such as the hash of its e-mail, or null if there is no account.</param>
public readonly record struct HashCaller(IPAddress? Address, string? Account)
{
    /// <summary>
    /// Whether the caller was here before: it has a session, or a device token of the account. Strangers cannot take the half of
    /// the queue that is reserved for known callers.
    /// </summary>
    public bool IsKnown { get; init; }
}
