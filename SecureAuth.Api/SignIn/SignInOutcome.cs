using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.SignIn;

/// <summary>How a sign-in with a password ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    internal sealed record SignedIn(TokenPair Tokens) : SignInOutcome;

    /// <summary>The password was right, and a code is needed too.</summary>
    internal sealed record Challenged(string TempToken) : SignInOutcome;

    /// <summary>Unknown e-mail or wrong password: nobody outside learns which.</summary>
    internal sealed record InvalidCredentials : SignInOutcome;

    internal sealed record Locked(TimeSpan Remaining) : SignInOutcome;

    /// <summary>The password was right, the account is disabled.</summary>
    internal sealed record Disabled : SignInOutcome;

    /// <summary>Too many passwords are being hashed, or too many guesses at this account are under way.</summary>
    internal sealed record Busy(TimeSpan RetryAfter) : SignInOutcome;
}
