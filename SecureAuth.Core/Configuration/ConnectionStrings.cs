using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

/// <summary>The names under which Aspire, Compose, the local runner or an operator hand over the stores.</summary>
public static class ConnectionStrings
{
    public const string Postgres = "secureauth";

    /// <summary>The schema's owner, for <c>migrate</c> alone.</summary>
    public const string Migrations = "migrations";

    public const string Redis = "redis";

    private const string Section = "ConnectionStrings";

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
