namespace SecureAuth.Api.Tokens;

/// <summary>How a call of <c>/auth/refresh</c> ended.</summary>
internal abstract record RefreshOutcome
{
    private RefreshOutcome()
    {
    }

    internal sealed record Refreshed(TokenPair Tokens) : RefreshOutcome;

    internal sealed record Refused : RefreshOutcome;

    internal sealed record Reused : RefreshOutcome;
}
