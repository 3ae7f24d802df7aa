using System.Text;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords.Breaches;

namespace SecureAuth.Core.Passwords.Policy;

/// <summary>The rules for new passwords. See docs/decisions/0004-password-policy.md.</summary>
public sealed class PasswordPolicy(IOptions<PasswordOptions> options, BreachCheck breaches)
{
    /// <summary>In code points, as <see cref="PasswordOptions.MinimumLength"/> is.</summary>
    public const int MaximumLength = 128;

    private const int MinScore = 3;

    /// <summary>
    /// Returns all reasons to reject a password, or an empty list if it is acceptable. The reasons are stable words of the API:
    /// <c>too_short</c>, <c>too_long</c>, <c>composition</c>, <c>common</c>, <c>contains_personal_data</c>,
    /// <c>too_guessable</c> and, if there is no other, <c>breached</c>.
    /// </summary>
    public async Task<IReadOnlyList<string>> CheckAsync(
        string password, PersonalData owner, CancellationToken cancellationToken)
    {
        var reasons = Check(password, owner);
        return reasons.Count == 0 && await breaches.IsBreachedAsync(password, cancellationToken) ? ["breached"] : reasons;
    }

    /// <summary>The reasons that can be found without asking anybody.</summary>
    internal IReadOnlyList<string> Check(string password, PersonalData owner)
    {
        List<string> reasons = [];
        void RejectIf(bool condition, string reason)
        {
            if (condition)
            {
                reasons.Add(reason);
            }
        }

        var length = password.EnumerateRunes().Count();
        var personalWords = PersonalWords.Of(owner);
        RejectIf(length < options.Value.MinimumLength, "too_short");
        RejectIf(length > MaximumLength, "too_long");
        RejectIf(!HasRequiredCharacters(password), "composition");
        RejectIf(CommonPasswords.Contains(password), "common");
        RejectIf(
            personalWords.Any(word => password.Contains(word, StringComparison.OrdinalIgnoreCase)), "contains_personal_data");
        RejectIf(Guessability.Score(password, personalWords) < MinScore, "too_guessable");
        return reasons;
    }

    private bool HasRequiredCharacters(string password) =>
        (!options.Value.RequireUppercase || password.EnumerateRunes().Any(Rune.IsUpper))
        && (!options.Value.RequireDigit || password.EnumerateRunes().Any(Rune.IsDigit))
        && (!options.Value.RequireSymbol || password.EnumerateRunes().Any(rune => !Rune.IsLetterOrDigit(rune)));
}
