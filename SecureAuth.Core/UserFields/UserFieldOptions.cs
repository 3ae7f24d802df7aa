using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.UserFields;

/// <summary>The fields that an operator adds to accounts.</summary>
public sealed partial class UserFieldOptions
{
    public const string Section = "Accounts";

    public const int MaxFields = 64;

    /// <summary>
    /// The fields of an account in bytes of JSON. The rest of the column is for fields that are no longer configured.
    /// </summary>
    public const int MaxSize = MaxStoredSize / 2;

    /// <summary>A constraint of the database demands the same.</summary>
    public const int MaxStoredSize = 32 * 1024;

    /// <summary>The claims of an access token in bytes of JSON. It is a header of every request, whose size is limited.</summary>
    public const int MaxTokenSize = 1024;

    public IList<FieldSetting> Fields { get; } = [];

    public sealed class FieldSetting
    {
        /// <summary>The greatest <see cref="MaxLength"/>.</summary>
        public const int LongestText = 1000;

        public string Name { get; set; } = "";

        public FieldType Type { get; set; } = FieldType.String;

        /// <summary>Whether a registration must have a value, and the user cannot remove it.</summary>
        public bool Required { get; set; }

        /// <summary>For strings, in code points. The default is 100.</summary>
        public int? MaxLength { get; set; }

        /// <summary>For strings, a regular expression.</summary>
        public string? Pattern { get; set; }

        public FieldEditor EditableBy { get; set; } = FieldEditor.User;

        /// <summary>Whether access tokens contain the value, as a claim with the name of the field.</summary>
        public bool InToken { get; set; }
    }

    /// <summary>
    /// Binds each field by itself. The binder of lists leaves out an element with a value that it cannot parse, and the field
    /// would be missing silently. So would a rule whose key is misspelt.
    /// </summary>
    internal sealed class Binder(IConfiguration configuration) : IConfigureOptions<UserFieldOptions>
    {
        private static readonly string[] Rules = [.. typeof(FieldSetting).GetProperties().Select(rule => rule.Name)];

        public void Configure(UserFieldOptions options)
        {
            options.Fields.Clear();
            foreach (var section in configuration.GetSection($"{Section}:{nameof(Fields)}").GetChildren())
            {
                if (section.GetChildren().FirstOrDefault(IsUnknown) is { } unknown)
                {
                    throw new OptionsValidationException(
                        Section,
                        typeof(UserFieldOptions),
                        [$"{unknown.Path.Replace(":", "__", StringComparison.Ordinal)} is not a setting; "
                            + $"allowed: {string.Join(", ", Rules)}"]);
                }

                var field = new FieldSetting();
                ValidatedOptions.Bind(field, section);
                options.Fields.Add(field);
            }
        }

        private static bool IsUnknown(IConfigurationSection rule) => !Rules.Contains(rule.Key, StringComparer.OrdinalIgnoreCase);
    }

    internal sealed partial class Validator : IValidateOptions<UserFieldOptions>
    {
        public ValidateOptionsResult Validate(string? name, UserFieldOptions options)
        {
            var problems = new SettingProblems(Section)
                .Require(options.Fields.Count <= MaxFields, nameof(Fields), options.Fields.Count, $"at most {MaxFields} fields");
            for (var i = 0; i < options.Fields.Count; i++)
            {
                Validate(problems, options.Fields, i);
            }

            var result = problems.ToResult();
            return result.Failed ? result : ValidateSizes(options);
        }

        private static void Validate(SettingProblems problems, IList<FieldSetting> fields, int index)
        {
            var field = fields[index];
            var isText = field.Type == FieldType.String;
            problems
                .Require(
                    ValidName().IsMatch(field.Name), Key(nameof(FieldSetting.Name)), field.Name,
                    "1 to 32 of the characters a-z 0-9 _, beginning with a letter")
                .Require(
                    fields.Take(index).All(earlier => earlier.Name != field.Name), Key(nameof(FieldSetting.Name)), field.Name,
                    "a name that no other field has")
                .Require(
                    !field.InToken || !ReservedClaims.All.Contains(field.Name), Key(nameof(FieldSetting.Name)), field.Name,
                    "with InToken, a name that is not a claim of JSON Web Tokens, of this server or of common libraries")
                .Require(
                    Enum.IsDefined(field.Type), Key(nameof(FieldSetting.Type)), field.Type, "String, Integer, Boolean or Date")
                .Require(
                    field.MaxLength is null || (isText && field.MaxLength is >= 1 and <= FieldSetting.LongestText),
                    Key(nameof(FieldSetting.MaxLength)), field.MaxLength, $"1 to {FieldSetting.LongestText}, for a String")
                .Require(
                    field.Pattern is null || (isText && FieldPattern.IsValid(field.Pattern)), Key(nameof(FieldSetting.Pattern)),
                    field.Pattern,
                    $"for a String, a regular expression of at most {FieldPattern.MaxLength} characters, which .NET and JSON "
                        + "Schema understand alike: no lookaround, back-reference, inline option, or class such as \\d")
                .Require(
                    Enum.IsDefined(field.EditableBy), Key(nameof(FieldSetting.EditableBy)), field.EditableBy, "User or Operator")
                .Require(
                    !field.Required || field.EditableBy == FieldEditor.User, Key(nameof(FieldSetting.Required)), field.Required,
                    "false, or true together with EditableBy=User");

            string Key(string member) =>
                string.Create(CultureInfo.InvariantCulture, $"{nameof(Fields)}__{index}__{member}");
        }

        /// <summary>
        /// Adds up what the longest values need, so that no combination of values that are accepted one by one can be too large.
        /// </summary>
        private static ValidateOptionsResult ValidateSizes(UserFieldOptions options)
        {
            var fields = options.Fields.Select(UserField.Of).ToList();
            var size = UserField.MaxSizeOf(fields);
            var inToken = UserField.MaxSizeOf(fields.Where(field => field.InToken));
            return new SettingProblems(Section)
                .Require(
                    size <= MaxSize, nameof(Fields), $"up to {size} bytes",
                    $"up to {MaxSize} bytes in all, with 4 for each character that MaxLength allows")
                .Require(
                    inToken <= MaxTokenSize, nameof(Fields), $"up to {inToken} bytes with InToken",
                    $"up to {MaxTokenSize} bytes with InToken in all, with 4 for each character that MaxLength allows")
                .ToResult();
        }

        [GeneratedRegex(@"^[a-z][a-z0-9_]{0,31}\z")]
        private static partial Regex ValidName();
    }
}
