namespace SecureAuth.Api.Registration;

/// <summary>How a registration ended.</summary>
internal abstract record RegistrationOutcome
{
    private RegistrationOutcome()
    {
    }

    internal sealed record Registered(Guid UserId) : RegistrationOutcome;

    /// <summary>The password policy's reasons.</summary>
    internal sealed record WeakPassword(IReadOnlyList<string> Reasons) : RegistrationOutcome;

    internal sealed record EmailTaken : RegistrationOutcome;

    /// <summary>Too many passwords are being hashed.</summary>
    internal sealed record Busy(TimeSpan RetryAfter) : RegistrationOutcome;
}
