namespace SecureAuth.Core.Accounts;

/// <summary>The outcome of deleting an account.</summary>
public abstract record AccountDeletionOutcome
{
    private AccountDeletionOutcome()
    {
    }

    /// <param name="SessionsEnded">The number of live sessions that ended.</param>
    public sealed record Deleted(int SessionsEnded) : AccountDeletionOutcome;

    /// <summary>The account does not exist, or the session that requested the deletion has ended.</summary>
    public sealed record Gone : AccountDeletionOutcome;

    /// <summary>A second factor was enabled that the requesting session has not used.</summary>
    public sealed record SecondFactorRequired : AccountDeletionOutcome;
}
