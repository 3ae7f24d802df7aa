namespace SecureAuth.Client;

/// <summary>What a registration leads to: one of the nested cases.</summary>
public abstract record RegistrationOutcome : SecureAuthMessage
{
    private RegistrationOutcome()
    {
    }

    /// <summary>
    /// The code that verifies the address, for <see cref="SecureAuthClient.VerifyEmailAsync(RequestedCode, string,
    /// CancellationToken)"/>. Null if the server mails links, and after an invitation, which has verified the address.
    /// </summary>
    public RequestedCode? Code { get; init; }

    /// <summary>
    /// The account exists and can be used. Servers that require verified addresses respond so to an invitation alone.
    /// </summary>
    /// <param name="User">The account.</param>
    public sealed record Created(UserProfile User) : RegistrationOutcome;

    /// <summary>
    /// The owner of the address has got a mail. The response is the same if the address had an account already: the mail says so.
    /// </summary>
    public sealed record VerificationRequired : RegistrationOutcome;
}
