namespace SecureAuth.Api.Tokens;

/// <summary>A signed access token and how many seconds it is good for.</summary>
internal sealed record AccessToken(string Text, int ExpiresIn)
{
    public override string ToString() => $"access token for {ExpiresIn} s";
}
