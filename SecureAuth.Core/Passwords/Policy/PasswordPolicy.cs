using System.Text;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Passwords.Policy;

/// <summary>What a new password must be. docs/decisions/0004-password-policy.md.</summary>
public sealed class PasswordPolicy(IOptions<PasswordOptions> options)
{
    /// <summary>In code points, as <see cref="PasswordOptions.MinimumLength"/> is.</summary>
    public const int MaximumLength = 128;

    private const int LowestScore = 3;

    /// <summary>
    /// Every reason against a password, each a stable word of the API: <c>too_short</c>, <c>too_long</c>,
    /// <c>composition</c>, <c>common</c>, <c>contains_personal_data</c>, <c>too_guessable</c>. Empty: it is allowed.
    /// </summary>
    public IReadOnlyList<string> Check(string password, string email, string? displayName)
    {
        List<string> reasons = [];
        void Refuse(bool refused, string reason)
        {
            if (refused)
            {
                reasons.Add(reason);
            }
        }

        var length = password.EnumerateRunes().Count();
        var personalWords = PersonalData.Words(email, displayName);
        Refuse(length < options.Value.MinimumLength, "too_short");
        Refuse(length > MaximumLength, "too_long");
        Refuse(!HasRequiredCharacters(password), "composition");
        Refuse(CommonPasswords.Contains(password), "common");
        Refuse(personalWords.Any(word => password.Contains(word, StringComparison.OrdinalIgnoreCase)), "contains_personal_data");
        Refuse(Guessability.Score(password, personalWords) < LowestScore, "too_guessable");
        return reasons;
    }

    private bool HasRequiredCharacters(string password) =>
        (!options.Value.RequireUppercase || password.EnumerateRunes().Any(Rune.IsUpper))
        && (!options.Value.RequireDigit || password.EnumerateRunes().Any(Rune.IsDigit))
        && (!options.Value.RequireSymbol || password.EnumerateRunes().Any(rune => !Rune.IsLetterOrDigit(rune)));
}
