namespace SecureAuth.Core.Passwords;

/// <summary>A password prepared for an engine, and what its digest will mean.</summary>
/// <param name="input">To be given to an engine before <see cref="Finish"/>.</param>
/// <param name="operation">A word for the meter.</param>
/// <param name="finish">Makes the result of the digest's 31 characters.</param>
internal sealed class PasswordWork<T>(BcryptInput input, string operation, Func<string, T> finish)
{
    public BcryptInput Input => input;

    public string Operation => operation;

    public T Finish() => finish(BcryptBase64.Encode(input.Digest));
}
