namespace SecureAuth.Core.Sessions;

/// <summary>Access tokens of the user with a lower version of the roles are rejected.</summary>
public readonly record struct RolesVersion(Guid UserId, long Version);
