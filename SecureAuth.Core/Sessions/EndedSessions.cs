namespace SecureAuth.Core.Sessions;

/// <summary>The result of ending all sessions of a user.</summary>
/// <param name="Any">Whether any session was ended, including expired ones, or any device was forgotten.</param>
/// <param name="Live">The number of ended sessions that could still have been refreshed.</param>
public readonly record struct EndedSessions(bool Any, int Live);
