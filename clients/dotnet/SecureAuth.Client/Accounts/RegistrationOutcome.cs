namespace SecureAuth.Client;

/// <summary>What a registration leads to: one of the nested cases.</summary>
public abstract record RegistrationOutcome : SecureAuthMessage
{
    private RegistrationOutcome()
    {
    }

    /// <summary>The account exists and can be used. Only servers that do not require verified addresses respond so.</summary>
    /// <param name="User">The account.</param>
    public sealed record Created(UserProfile User) : RegistrationOutcome;

    /// <summary>
    /// The owner of the address has got a mail. The response is the same if the address had an account already: the mail says so.
    /// </summary>
    public sealed record VerificationRequired : RegistrationOutcome;
}
