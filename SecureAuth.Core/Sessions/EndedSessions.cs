namespace SecureAuth.Core.Sessions;

/// <summary>What ending all of a user's sessions came to.</summary>
/// <param name="Any">Whether there was any to end, expired ones included.</param>
/// <param name="Live">How many of them could have been refreshed.</param>
public readonly record struct EndedSessions(bool Any, int Live);
