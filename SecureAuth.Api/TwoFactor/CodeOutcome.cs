namespace SecureAuth.Api.TwoFactor;

/// <summary>How an action that asks for a code ended.</summary>
internal abstract record CodeOutcome<T>
{
    private CodeOutcome()
    {
    }

    internal sealed record Done(T Result) : CodeOutcome<T>;

    internal sealed record InvalidCode : CodeOutcome<T>;

    /// <summary>There is nothing that the code could be for: no challenge, no set-up, no second factor.</summary>
    internal sealed record NotApplicable : CodeOutcome<T>;

    internal sealed record Locked(TimeSpan Remaining) : CodeOutcome<T>;

    internal sealed record Busy : CodeOutcome<T>;
}
