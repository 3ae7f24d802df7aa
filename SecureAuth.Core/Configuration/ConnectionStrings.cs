using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

/// <summary>The names of the connection strings that Aspire, Compose, the local runner or an operator provides.</summary>
public static class ConnectionStrings
{
    public const string Postgres = "secureauth";

    /// <summary>Connects as the owner of the schema. Only <c>migrate</c> uses it.</summary>
    public const string Migrations = "migrations";

    /// <summary>Used by all other commands of <c>secureauth</c>.</summary>
    public const string Operator = "operator";

    public const string Redis = "redis";

    internal const string Section = "ConnectionStrings";

    public static bool IsSet(IConfiguration configuration, string name) =>
        !string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));

    /// <summary>
    /// Whether the connection string is set to nothing, which is how an operator chooses to run without the store. One that is
    /// missing may have been forgotten.
    /// </summary>
    public static bool IsLeftEmpty(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { } value && string.IsNullOrWhiteSpace(value);

    /// <summary>Returns the first name if it is configured, otherwise the second.</summary>
    public static string FirstSet(IConfiguration configuration, string first, string second) =>
        IsSet(configuration, first) ? first : second;

    /// <summary>
    /// Returns the connection string of a store. If it is missing, the process stops with a one-line message that names the key.
    /// </summary>
    public static string Require(IConfiguration configuration, string name, string allowed)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var value = configuration.GetConnectionString(name);
        return string.IsNullOrWhiteSpace(value)
            ? throw new OptionsValidationException(Section, typeof(string), [$"{Section}__{name} is missing; allowed: {allowed}"])
            : value;
    }

    /// <summary>
    /// The exception for a connection string that cannot be parsed. The parsers' own messages may quote it, and it may contain
    /// a password.
    /// </summary>
    public static OptionsValidationException Unreadable(string name, string allowed) =>
        new(Section, typeof(string), [$"{Section}__{name} is not usable; allowed: {allowed}"]);
}
