namespace SecureAuth.Core.Passwords;

/// <summary>The implementation of bcrypt.</summary>
public enum BcryptEngineKind
{
    /// <summary>SecureAuth.Bcrypt, which hashes up to four passwords at once per thread.</summary>
    Lanes = 1,

    /// <summary>BCrypt.Net-Next, which hashes one password at a time: a fallback if SecureAuth.Bcrypt proves faulty.</summary>
    BCryptNet = 2,
}
