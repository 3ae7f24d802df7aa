using SecureAuth.Core;
using SecureAuth.Core.Accounts;

namespace SecureAuth.Api.Http.Problems;

/// <summary>
/// Reads the fields of a body one by one and collects what is wrong with them. Each rule returns the field's value, or an
/// empty stand-in that is not to be used once <see cref="Any"/> is true.
/// </summary>
internal sealed class FieldErrors
{
    public const string Required = "required";
    public const string TooLong = "too_long";
    public const string InvalidCharacters = "invalid_characters";
    public const string InvalidEmail = "invalid_email";
    public const string InvalidValue = "invalid_value";
    public const string Unchanged = "unchanged";

    private readonly SortedDictionary<string, List<string>> _reasons = new(StringComparer.Ordinal);

    public bool Any => _reasons.Count > 0;

    /// <summary>Adds a reason to a field, which is named as on the wire.</summary>
    public FieldErrors Add(string field, string reason)
    {
        if (!_reasons.TryGetValue(field, out var reasons))
        {
            _reasons[field] = reasons = [];
        }

        reasons.Add(reason);
        return this;
    }

    /// <summary>A well-formed address without surrounding white space.</summary>
    public string Email(string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Refuse(field, Required);
        }

        if (value.Length > EmailAddress.MaxLength)
        {
            return Refuse(field, TooLong);
        }

        return EmailAddress.IsValid(value) ? value : Refuse(field, InvalidEmail);
    }

    /// <summary>A password: any character may be in it, as long as the string can be encoded at all.</summary>
    public string Secret(string field, string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Refuse(field, Required);
        }

        return Bounded(field, value, maxLength, PlainText.IsWellFormed);
    }

    /// <summary>An opaque token. Whether it is one of ours is for the service to say, not for validation.</summary>
    public string Token(string field, string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Refuse(field, Required);
        }

        return Bounded(field, value, maxLength, PlainText.IsPlain);
    }

    /// <summary>An opaque token that may be left out; null if it was.</summary>
    public string? OptionalToken(string field, string? value, int maxLength) =>
        value is null ? null : Token(field, value, maxLength);

    /// <summary>One line of text for people, trimmed; null if it was left out.</summary>
    public string? OptionalText(string field, string? value, int maxLength)
    {
        if (value is null)
        {
            return null;
        }

        var trimmed = value.Trim();
        return trimmed.Length == 0 ? Refuse(field, Required) : Bounded(field, trimmed, maxLength, PlainText.IsPlain);
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        _reasons.ToDictionary(field => field.Key, field => field.Value.ToArray());

    private string Bounded(string field, string value, int maxLength, Func<string, bool> rule)
    {
        // The length first: no other rule then ever sees more than it must. In code points, as JSON Schema and the password
        // policy count: to its user, a name of 100 emoji has 100 characters.
        if (value.EnumerateRunes().Count() > maxLength)
        {
            return Refuse(field, TooLong);
        }

        return rule(value) ? value : Refuse(field, InvalidCharacters);
    }

    private string Refuse(string field, string reason)
    {
        Add(field, reason);
        return "";
    }
}
