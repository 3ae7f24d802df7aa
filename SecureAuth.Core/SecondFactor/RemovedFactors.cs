namespace SecureAuth.Core.SecondFactor;

/// <summary>The numbers of second factors that were removed from a user.</summary>
/// <param name="Authenticators">Authenticator apps, confirmed or not.</param>
/// <param name="RecoveryCodes">Unused recovery codes.</param>
public sealed record RemovedFactors(int Authenticators, int RecoveryCodes)
{
    public bool IsNone => Authenticators + RecoveryCodes == 0;
}
