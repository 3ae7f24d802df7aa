using System.Net;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>Who wants a hash: neither a network nor an account may keep the others from their turn.</summary>
/// <param name="Address">The client's; null where there is none, as in a command: all of those share one share.</param>
/// <param name="Account">A name for the account, such as its identifier's hash; null before there is one.</param>
public readonly record struct HashCaller(IPAddress? Address, string? Account);
