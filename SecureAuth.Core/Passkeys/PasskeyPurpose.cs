namespace SecureAuth.Core.Passkeys;

/// <summary>What a ceremony is for. The numbers are stored.</summary>
public enum PasskeyPurpose
{
    Registration = 1,
    SignIn = 2,
    SecondFactor = 3,
}
