namespace SecureAuth.Core.Passwords;

/// <summary>What computes bcrypt.</summary>
public enum BcryptEngineKind
{
    /// <summary>Our own, four passwords at once a thread.</summary>
    Lanes = 1,

    /// <summary>BCrypt.Net-Next, one at a time: a way back, should ours ever be in doubt.</summary>
    BCryptNet = 2,
}
