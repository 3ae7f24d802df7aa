namespace SecureAuth.Client;

/// <summary>An access token and the session that it belongs to: a request may only be repeated for the same user.</summary>
internal sealed record SessionToken(string Value, Guid SessionId)
{
    public override string ToString() => nameof(SessionToken);
}
