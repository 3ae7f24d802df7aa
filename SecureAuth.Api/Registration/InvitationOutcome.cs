namespace SecureAuth.Api.Registration;

/// <summary>The outcome of inviting an address. None of them says whether the address has an account.</summary>
internal abstract record InvitationOutcome
{
    private InvitationOutcome()
    {
    }

    internal sealed record Accepted : InvitationOutcome;

    /// <summary>The user is in no inviting role.</summary>
    internal sealed record NotPermitted : InvitationOutcome;

    /// <summary>The session has been ended, or the account deleted, while the request was under way.</summary>
    internal sealed record SessionEnded : InvitationOutcome;

    internal sealed record SecondFactorRequired : InvitationOutcome;

    internal sealed record TooMany(TimeSpan RetryAfter) : InvitationOutcome;
}
