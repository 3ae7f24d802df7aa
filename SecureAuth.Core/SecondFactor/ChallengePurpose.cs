namespace SecureAuth.Core.SecondFactor;

/// <summary>What completes a sign-in with a correct password. The numbers are stored.</summary>
public enum ChallengePurpose
{
    /// <summary>The second factor of the user.</summary>
    SignIn = 1,

    /// <summary>Setting up a second factor, which the user must have and does not have.</summary>
    SetUp = 2,
}
