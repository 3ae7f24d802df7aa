namespace SecureAuth.Core.SecondFactor;

/// <summary>Newly generated recovery codes.</summary>
/// <param name="Codes">The codes to show to the user.</param>
/// <param name="Hashes">The hashes to store, in the same order.</param>
public sealed record NewRecoveryCodes(IReadOnlyList<string> Codes, byte[][] Hashes)
{
    public override string ToString() => "new recovery codes";
}
