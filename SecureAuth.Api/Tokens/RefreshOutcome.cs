namespace SecureAuth.Api.Tokens;

/// <summary>The outcome of a token refresh.</summary>
internal abstract record RefreshOutcome
{
    private RefreshOutcome()
    {
    }

    internal sealed record Refreshed(TokenPair Tokens) : RefreshOutcome;

    internal sealed record Refused : RefreshOutcome;

    internal sealed record Reused : RefreshOutcome;
}
