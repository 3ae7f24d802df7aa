using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A parsed hash of bcrypt, ours or that of another system.</summary>
internal sealed partial record StoredHash(bool IsPlain, int WorkFactor, string Salt, string Digest, string? PepperFingerprint)
{
    /// <summary>Whether the work factor is within the limit. A higher one is never computed.</summary>
    public bool IsAffordable => WorkFactor <= PasswordOptions.MaximumWorkFactor;

    /// <summary>
    /// Returns null if the text has no known format or too high a work factor. Verification against such a text always fails.
    /// </summary>
    public static StoredHash? Parse(string? stored) => ParseAnyCost(stored) is { IsAffordable: true } hash ? hash : null;

    /// <summary>Returns null if the text has no known format. The work factor may be above the limit.</summary>
    public static StoredHash? ParseAnyCost(string? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var match = Prehashed().Match(stored);
        var isPlain = !match.Success;
        if (isPlain)
        {
            match = Plain().Match(stored);
        }

        if (!match.Success)
        {
            return null;
        }

        var workFactor = int.Parse(match.Groups["factor"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (workFactor is < 4 or > 31)
        {
            return null;
        }

        var fingerprint = match.Groups["pepper"];
        return new StoredHash(
            isPlain, workFactor, match.Groups["salt"].Value, match.Groups["digest"].Value,
            fingerprint.Success ? fingerprint.Value : null);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"$bcrypt-sha256$v=2,t=2b,r={WorkFactor}${Salt}${Digest}{(PepperFingerprint is null ? "" : "$p=" + PepperFingerprint)}");

    // The last digit of a salt encodes only two bits, so only four digits are valid there. A digest with an invalid last digit
    // cannot match any password.
    [GeneratedRegex(
        @"\A\$bcrypt-sha256\$v=2,t=2b,r=(?<factor>[1-9][0-9]?)\$(?<salt>[./A-Za-z0-9]{21}[.Oeu])"
            + @"\$(?<digest>[./A-Za-z0-9]{31})(?:\$p=(?<pepper>[0-9a-f]{12}))?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Prehashed();

    [GeneratedRegex(
        @"\A\$2[aby]\$(?<factor>[0-9]{2})\$(?<salt>[./A-Za-z0-9]{22})(?<digest>[./A-Za-z0-9]{31})\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
