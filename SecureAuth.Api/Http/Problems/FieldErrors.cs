using SecureAuth.Core;
using SecureAuth.Core.Accounts;

namespace SecureAuth.Api.Http.Problems;

/// <summary>
/// Validates the fields of a body and collects their errors. Each rule returns the field's value, or an empty string if it is
/// invalid. The values must not be used if <see cref="Any"/> is true.
/// </summary>
internal sealed class FieldErrors
{
    public const string Required = "required";
    public const string TooLong = "too_long";
    public const string InvalidCharacters = "invalid_characters";
    public const string InvalidEmail = "invalid_email";
    public const string InvalidValue = "invalid_value";
    public const string Unchanged = "unchanged";
    public const string DomainNotAllowed = "domain_not_allowed";

    private readonly SortedDictionary<string, List<string>> _reasons = new(StringComparer.Ordinal);

    public bool Any => _reasons.Count > 0;

    /// <param name="field">The field's name in JSON.</param>
    /// <param name="reason">One of the stable reasons.</param>
    public FieldErrors Add(string field, string reason)
    {
        if (!_reasons.TryGetValue(field, out var reasons))
        {
            _reasons[field] = reasons = [];
        }

        reasons.Add(reason);
        return this;
    }

    /// <summary>Validates an e-mail address, which must not have surrounding white space.</summary>
    public string Email(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Reject(field, Required);
        }

        if (value.Length > EmailAddress.MaxLength)
        {
            return Reject(field, TooLong);
        }

        return EmailAddress.IsValid(value) ? value : Reject(field, InvalidEmail);
    }

    /// <summary>Checks the domain of an address that is valid otherwise.</summary>
    public void Domain(string field, string email, EmailDomains domains)
    {
        if (email.Length > 0 && !domains.Allow(email))
        {
            Add(field, DomainNotAllowed);
        }
    }

    /// <summary>Validates a password. It may contain any character, but must be well-formed UTF-16.</summary>
    public string Secret(string field, string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Reject(field, Required);
        }

        return Bounded(field, value, maxLength, PlainText.IsWellFormed);
    }

    /// <summary>Validates the form of an opaque token. The service verifies the token itself.</summary>
    public string Token(string field, string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Reject(field, Required);
        }

        return Bounded(field, value, maxLength, PlainText.IsPlain);
    }

    /// <summary>Validates an optional token. Returns null if it is missing.</summary>
    public string? OptionalToken(string field, string? value, int maxLength) =>
        value is null ? null : Token(field, value, maxLength);

    /// <summary>Validates an optional line of text. Returns it trimmed, or null if it is missing.</summary>
    public string? OptionalText(string field, string? value, int maxLength)
    {
        if (value is null)
        {
            return null;
        }

        var trimmed = value.Trim();
        return trimmed.Length == 0 ? Reject(field, Required) : Bounded(field, trimmed, maxLength, PlainText.IsPlain);
    }

    /// <summary>Validates a line of text. Returns it trimmed.</summary>
    public string Text(string field, string? value, int maxLength) =>
        OptionalText(field, value, maxLength) ?? Reject(field, Required);

    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        _reasons.ToDictionary(field => field.Key, field => field.Value.ToArray());

    private string Bounded(string field, string value, int maxLength, Func<string, bool> rule)
    {
        // The length is checked first, so that no other rule processes an oversized value. It is counted in code points, as in
        // JSON Schema and in the password policy: for its user, a name of 100 emoji has 100 characters.
        if (value.EnumerateRunes().Count() > maxLength)
        {
            return Reject(field, TooLong);
        }

        return rule(value) ? value : Reject(field, InvalidCharacters);
    }

    private string Reject(string field, string reason)
    {
        Add(field, reason);
        return "";
    }
}
