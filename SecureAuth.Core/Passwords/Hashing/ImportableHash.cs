namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>Whether a hash from another system can be stored, so that its user can sign in.</summary>
public enum ImportableHash
{
    Accepted = 1,

    /// <summary>No password would match it.</summary>
    UnknownFormat = 2,

    /// <summary>The cost is above the limits, so it would never be computed.</summary>
    TooCostly = 3,

    /// <summary>It needs a pepper that is not configured here.</summary>
    UnknownPepper = 4,
}
