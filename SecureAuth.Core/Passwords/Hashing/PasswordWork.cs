using SecureAuth.Core.Telemetry;
using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A password prepared for an engine, and what its digest will mean.</summary>
/// <param name="input">To be given to an engine before <see cref="Finish"/>.</param>
/// <param name="operation">For the meter.</param>
/// <param name="finish">Makes the result of the digest's 31 characters.</param>
internal sealed class PasswordWork<T>(BcryptInput input, HashOperation operation, Func<string, T> finish)
{
    public BcryptInput Input => input;

    public HashOperation Operation => operation;

    public T Finish() => finish(BcryptBase64.Encode(input.Digest));
}
