using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

/// <summary>The names under which Aspire, Compose, the local runner or an operator hand over the stores.</summary>
public static class ConnectionStrings
{
    public const string Postgres = "secureauth";

    /// <summary>The schema's owner, for <c>migrate</c> alone.</summary>
    public const string Migrations = "migrations";

    /// <summary>For every command of <c>secureauth</c> but that one.</summary>
    public const string Operator = "operator";

    public const string Redis = "redis";

    private const string Section = "ConnectionStrings";

    public static bool IsSet(IConfiguration configuration, string name) =>
        !string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));

    /// <summary>The first of two names that is configured; the second if none is.</summary>
    public static string FirstSet(IConfiguration configuration, string first, string second) =>
        IsSet(configuration, first) ? first : second;

    /// <summary>A store's connection string; without one the process stops with one line that names the key.</summary>
    public static string Require(IConfiguration configuration, string name, string allowed)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var value = configuration.GetConnectionString(name);
        return string.IsNullOrWhiteSpace(value)
            ? throw new OptionsValidationException(Section, typeof(string), [$"{Section}__{name} is missing; allowed: {allowed}"])
            : value;
    }

    /// <summary>
    /// What a string that cannot be read becomes. The parsers' own messages may quote it, and it holds a password.
    /// </summary>
    public static OptionsValidationException Unreadable(string name, string allowed) =>
        new(Section, typeof(string), [$"{Section}__{name} is not usable; allowed: {allowed}"]);
}
