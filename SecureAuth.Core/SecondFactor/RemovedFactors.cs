namespace SecureAuth.Core.SecondFactor;

/// <summary>How much a user had that could stand in as a second factor.</summary>
/// <param name="Authenticators">Apps that were set up, in force or not.</param>
/// <param name="RecoveryCodes">Unused ones.</param>
public sealed record RemovedFactors(int Authenticators, int RecoveryCodes)
{
    public bool IsNone => Authenticators + RecoveryCodes == 0;
}
