using System.Security.Cryptography;

namespace SecureAuth.Hashing;

/// <summary>
/// The self-test of this process has failed: bcrypt computed a wrong hash for a published password. No digest is returned
/// until the process is restarted, because a wrong hash could lock users out or let others in.
/// </summary>
public sealed class BcryptSelfTestException : CryptographicException
{
    internal BcryptSelfTestException(string reason)
        : base($"The bcrypt self-test failed, so this process does not hash or verify any password: {reason}")
    {
    }
}
