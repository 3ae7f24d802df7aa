using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SecureAuth.Core.UserFields;

/// <summary>A field of accounts, as it is configured.</summary>
public sealed class UserField
{
    /// <summary>JavaScript and JSON Schema's users read no greater number exactly.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    private const string DateFormat = "yyyy-MM-dd";

    private const int DefaultMaxLength = 100;

    /// <summary>UTF-8 needs up to four bytes a character; an escaped quotation mark or backslash needs two.</summary>
    private const int BytesPerCharacter = 4;

    private readonly Regex? _pattern;

    private UserField(UserFieldOptions.FieldSetting field)
    {
        Name = field.Name;
        Type = field.Type;
        IsRequired = field.Required;
        MaxLength = field.Type == FieldType.String ? field.MaxLength ?? DefaultMaxLength : null;
        _pattern = field.Pattern is null ? null : FieldPattern.Create(field.Pattern);
        Editor = field.EditableBy;
        InToken = field.InToken;
    }

    public string Name { get; }

    public FieldType Type { get; }

    public bool IsRequired { get; }

    /// <summary>In code points, for strings.</summary>
    public int? MaxLength { get; }

    public string? Pattern => _pattern?.ToString();

    public FieldEditor Editor { get; }

    public bool InToken { get; }

    /// <summary>What the longest value needs in bytes of JSON.</summary>
    public int MaxValueSize => Type switch
    {
        FieldType.String => (BytesPerCharacter * MaxLength!.Value) + 2,
        FieldType.Integer => "-9007199254740991".Length,
        FieldType.Boolean => "false".Length,
        _ => DateFormat.Length + 2,
    };

    public static UserField Of(UserFieldOptions.FieldSetting field)
    {
        ArgumentNullException.ThrowIfNull(field);

        return new UserField(field);
    }

    /// <summary>
    /// What the longest values of these fields need as a JSON object. PostgreSQL's form has a space after each colon and comma.
    /// </summary>
    public static int MaxSizeOf(IEnumerable<UserField> fields) =>
        "{}".Length + fields.Sum(field => field.Name.Length + "\"\": , ".Length + field.MaxValueSize);

    public bool IsEditableBy(FieldEditor editor) => editor == FieldEditor.Operator || Editor == FieldEditor.User;

    /// <summary>Reads a value that is not null.</summary>
    /// <param name="value">The value as it was sent or stored.</param>
    /// <param name="read">A string, a <see cref="long"/> or a Boolean. Null if there is a problem.</param>
    /// <returns>The problem, or null.</returns>
    public FieldProblem? Read(JsonElement value, out object? read)
    {
        read = null;
        switch (Type, value.ValueKind)
        {
            case (FieldType.Boolean, JsonValueKind.True or JsonValueKind.False):
                read = value.GetBoolean();
                return null;

            case (FieldType.Integer, JsonValueKind.Number):
                if (!value.TryGetInt64(out var number) || number is > MaxInteger or < -MaxInteger)
                {
                    return FieldProblem.InvalidValue;
                }

                read = number;
                return null;

            case (FieldType.String or FieldType.Date, JsonValueKind.String):
                var problem = ProblemOf(TextOf(value), out var text);
                read = problem is null ? text : null;
                return problem;

            default:
                return FieldProblem.NotAcceptable;
        }
    }

    /// <summary>What a value needs in an access token, in bytes. Its writer escapes what is beyond the basic plane.</summary>
    internal static int SizeInToken(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length + 2;

    private FieldProblem? ProblemOf(string? text, out string? valid)
    {
        valid = text;
        if (text is null)
        {
            return FieldProblem.InvalidCharacters;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return FieldProblem.Required;
        }

        if (Type == FieldType.Date)
        {
            return DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? null
                : FieldProblem.InvalidValue;
        }

        // The length is checked first, so that no other rule processes an oversized value.
        if (text.EnumerateRunes().Count() > MaxLength || (InToken && SizeInToken(text) > MaxValueSize))
        {
            return FieldProblem.TooLong;
        }

        if (!PlainText.IsPlain(text))
        {
            return FieldProblem.InvalidCharacters;
        }

        return _pattern?.IsMatch(text) == false ? FieldProblem.InvalidValue : null;
    }

    /// <returns>Null if the string has an escaped surrogate without its other half.</returns>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
