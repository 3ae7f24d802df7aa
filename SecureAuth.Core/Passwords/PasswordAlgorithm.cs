namespace SecureAuth.Core.Passwords;

/// <summary>The function that hashes new passwords.</summary>
public enum PasswordAlgorithm
{
    Bcrypt = 1,
    Argon2id = 2,
}
