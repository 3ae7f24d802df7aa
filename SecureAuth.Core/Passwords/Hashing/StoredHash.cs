using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A stored hash taken apart. What has none of the known shapes is no hash, and nothing verifies against it.</summary>
internal sealed partial record StoredHash(bool IsPlain, int WorkFactor, string Salt, string Digest, string? PepperFingerprint)
{
    public static StoredHash? Parse(string? stored)
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
        if (workFactor is < 4 or > PasswordOptions.MaximumWorkFactor)
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

    // The last digit of a salt stands for two bits only, that of a digest for four: other digits there are no hash of anyone's.
    [GeneratedRegex(
        @"\A\$bcrypt-sha256\$v=2,t=2b,r=(?<factor>[1-9][0-9]?)\$(?<salt>[./A-Za-z0-9]{21}[.Oeu])\$(?<digest>[./A-Za-z0-9]{31})(?:\$p=(?<pepper>[0-9a-f]{12}))?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Prehashed();

    [GeneratedRegex(
        @"\A\$2[aby]\$(?<factor>[0-9]{2})\$(?<salt>[./A-Za-z0-9]{22})(?<digest>[./A-Za-z0-9]{31})\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
