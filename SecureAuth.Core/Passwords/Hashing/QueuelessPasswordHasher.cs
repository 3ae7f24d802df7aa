using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// The hasher for Identity. It hashes on the calling thread, so requests must use the hash queue instead.
/// </summary>
public sealed class QueuelessPasswordHasher(PasswordHashes hashes) : IPasswordHasher<User>
{
    public string HashPassword(User user, string password) => hashes.Hash(password);

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword) =>
        hashes.Verify(hashedPassword, providedPassword);
}
