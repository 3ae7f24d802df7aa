namespace SecureAuth.Client;

/// <summary>
/// The base of all requests and responses. Most of them contain a token, a code or personal data, so they print only the name of
/// their type: logging one by mistake reveals nothing.
/// </summary>
public abstract record SecureAuthMessage
{
    /// <returns>The name of the type, without any value.</returns>
    public sealed override string ToString() => GetType().Name;
}
