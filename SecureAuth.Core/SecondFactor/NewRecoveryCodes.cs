namespace SecureAuth.Core.SecondFactor;

/// <summary>Codes that were just made.</summary>
/// <param name="Codes">For the user's eyes.</param>
/// <param name="Hashes">For the database, in the same order.</param>
public sealed record NewRecoveryCodes(IReadOnlyList<string> Codes, byte[][] Hashes)
{
    public override string ToString() => "new recovery codes";
}
