namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>The configured peppers, the newest first.</summary>
internal sealed class PepperRing(IEnumerable<string> keys)
{
    private readonly Pepper[] _peppers = [.. keys.Select(base64 => new Pepper(base64))];

    /// <summary>The pepper of new hashes, or null if none is configured.</summary>
    public Pepper? Current => _peppers.Length == 0 ? null : _peppers[0];

    /// <param name="fingerprint">The fingerprint in a stored hash, or null if it has no pepper.</param>
    /// <param name="pepper">The pepper of the hash, or null if it has none.</param>
    /// <returns>False if the hash needs a pepper that is not configured.</returns>
    public bool TryFind(string? fingerprint, out Pepper? pepper)
    {
        pepper = Array.Find(_peppers, candidate => candidate.Fingerprint == fingerprint);
        return fingerprint is null || pepper is not null;
    }
}
