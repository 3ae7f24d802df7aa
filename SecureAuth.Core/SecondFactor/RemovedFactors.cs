namespace SecureAuth.Core.SecondFactor;

/// <summary>The numbers of second factors that were removed from a user.</summary>
/// <param name="Authenticators">Authenticator apps, confirmed or not.</param>
/// <param name="RecoveryCodes">Unused recovery codes.</param>
public sealed record RemovedFactors(int Authenticators, int RecoveryCodes, int Passkeys)
{
    public static readonly RemovedFactors None = new(0, 0, 0);

    public bool IsNone => Authenticators + RecoveryCodes + Passkeys == 0;
}
