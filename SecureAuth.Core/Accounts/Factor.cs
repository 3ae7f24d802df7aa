namespace SecureAuth.Core.Accounts;

/// <summary>What a guess is at. Both kinds count towards one lock.</summary>
public enum Factor
{
    Password = 1,
    SecondFactor = 2,
}
