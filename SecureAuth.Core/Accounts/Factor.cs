namespace SecureAuth.Core.Accounts;

/// <summary>The factor that is guessed. Failures of both factors count towards the same lock.</summary>
public enum Factor
{
    Password = 1,
    SecondFactor = 2,
}
