using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Accounts for developers, which <c>secureauth migrate</c> creates. Nothing starts with them outside Development: a password
/// that is known to everybody who can read a repository would open a production system.
/// </summary>
public sealed class SeedOptions
{
    public const string Section = "Seed";

    private const int MaxUsers = 100;

    public IList<Account> Users { get; } = [];

    public sealed class Account
    {
        public string Email { get; set; } = "";

        public string Password { get; set; } = "";

        public string DisplayName { get; set; } = "";

        public string Username { get; set; } = "";

        /// <summary>Values of the fields that are configured.</summary>
        public IList<FieldValue> Fields { get; } = [];

        public IList<string> Roles { get; } = [];
    }

    public sealed class FieldValue
    {
        public string Name { get; set; } = "";

        public string Value { get; set; } = "";
    }

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<SeedOptions>
    {
        public ValidateOptionsResult Validate(string? name, SeedOptions options)
        {
            var problems = new SettingProblems(Section)
                .Require(
                    options.Users.Count == 0 || environment.IsDevelopment(), nameof(Users), $"{options.Users.Count} accounts",
                    "none outside Development")
                .Require(
                    options.Users.Count <= MaxUsers, nameof(Users), $"{options.Users.Count} accounts", $"{MaxUsers} at most");
            for (var i = 0; i < options.Users.Count; i++)
            {
                Check(options.Users[i], string.Create(CultureInfo.InvariantCulture, $"{nameof(Users)}__{i}"), problems);
            }

            return problems.ToResult();
        }

        private static void Check(Account account, string key, SettingProblems problems)
        {
            problems
                .Require(
                    EmailAddress.IsValid(account.Email), $"{key}__{nameof(account.Email)}", account.Email,
                    "an e-mail address such as ann@example.com")
                .RequireSecret(
                    account.Password.Length > 0 && PlainText.IsWellFormed(account.Password),
                    $"{key}__{nameof(account.Password)}", "a password that meets the password policy")
                .Require(
                    account.DisplayName.Length == 0 || DisplayName.IsValid(account.DisplayName),
                    $"{key}__{nameof(account.DisplayName)}", account.DisplayName, "1 to 100 characters on one line")
                .Require(
                    account.Username.Length == 0 || Username.Normalize(account.Username) is not null,
                    $"{key}__{nameof(account.Username)}", account.Username, Username.Rule);
            for (var i = 0; i < account.Fields.Count; i++)
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"{key}__{nameof(account.Fields)}__{i}");
                problems
                    .Require(
                        account.Fields[i].Name.Length > 0, $"{field}__{nameof(FieldValue.Name)}", account.Fields[i].Name,
                        "the name of a field (Accounts__Fields)")
                    .Require(
                        account.Fields[i].Value.Length > 0, $"{field}__{nameof(FieldValue.Value)}", account.Fields[i].Value,
                        "what the field allows");
            }

            for (var i = 0; i < account.Roles.Count; i++)
            {
                problems.Require(
                    RoleName.IsValid(account.Roles[i]),
                    string.Create(CultureInfo.InvariantCulture, $"{key}__{nameof(account.Roles)}__{i}"), account.Roles[i],
                    RoleName.Rule);
            }
        }
    }
}
