using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>
/// Settings that are allowed but weak, as far as this command has the environment of the API. Each problem names the key and the
/// value that is wanted.
/// </summary>
internal static class SettingChecks
{
    private const string NotSet = "not set here";

    public static IReadOnlyList<Check> All { get; } =
    [
        Check.OfSettings("environment", CheckEnvironment),
        Check.OfSettings("issuer", CheckIssuer),
        Check.OfSettings("master key setting", CheckMasterKey),
        Check.OfSettings("password settings", CheckPasswords),
        Check.OfSettings("lockout settings", CheckLockout),
        Check.OfSettings("rate limits", invocation => RateLimitRule.Judge(invocation.Get<IOptions<RateLimitOptions>>().Value)),
        Check.OfSettings("trusted networks", invocation => CheckNetworks(
            invocation.Configuration, "Proxy:TrustedNetworks", "the networks of your proxies alone",
            "anybody there can claim any address, and so have any number of guesses")),
        Check.OfSettings("health networks", invocation => CheckNetworks(
            invocation.Configuration, "Health:DetailNetworks", "the networks of your monitoring alone",
            "anybody there learns which part is in trouble")),
        Check.OfSettings("service credentials", invocation => ServiceCredentialRule.Judge(invocation.Configuration)),
        new("mail settings", CheckedStore.None, CheckMailAsync),
    ];

    /// <summary>These environments allow what nobody should use for real users.</summary>
    private static Verdict CheckEnvironment(Invocation invocation)
    {
        var environment = invocation.Get<IHostEnvironment>();
        if (environment.IsProduction() || environment.IsStaging())
        {
            return Verdict.Ok(environment.EnvironmentName);
        }

        var isLocal = ConnectionStrings.IsSet(invocation.Configuration, ConnectionStrings.Postgres)
            && new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(invocation.Configuration)).Host is { } host
            && NetworkPlace.IsLoopback(host);
        return isLocal
            ? Verdict.Ok($"{environment.EnvironmentName}, on this host")
            : Verdict.Warning(
                $"{environment.EnvironmentName} allows weak settings and has other defaults",
                "set ASPNETCORE_ENVIRONMENT and DOTNET_ENVIRONMENT to Production, or remove them");
    }

    private static Verdict CheckIssuer(Invocation invocation)
    {
        var issuer = invocation.Configuration["Tokens:Issuer"];
        if (string.IsNullOrEmpty(issuer))
        {
            return Verdict.Ok(NotSet);
        }

        return Uri.TryCreate(issuer, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || NetworkPlace.IsLoopback(uri.Host))
            ? Verdict.Ok(issuer)
            : Verdict.Warning(
                $"Tokens__Issuer is {issuer}, so tokens and links in mails go over plain HTTP",
                "set Tokens__Issuer to an https origin such as https://auth.example.com");
    }

    private static Verdict CheckMasterKey(Invocation invocation) =>
        invocation.Get<IOptions<MasterKeyOptions>>().Value.Master.Count > 0
            ? Verdict.Ok("the key ring has a master key of its own")
            : Verdict.Warning(
                "Keys__Master__0 is not set, so a well-known development key protects the key ring",
                "set Keys__Master__0 to 32 random bytes in base64 and run secureauth keys rewrap");

    private static Verdict CheckPasswords(Invocation invocation)
    {
        var options = invocation.Get<IOptions<PasswordOptions>>().Value;
        var problems = new List<Verdict>();
        if (options.Algorithm == PasswordAlgorithm.Bcrypt && options.BcryptWorkFactor < 12)
        {
            problems.Add(Verdict.Warning(
                Inv($"Passwords__BcryptWorkFactor is {options.BcryptWorkFactor}"),
                "set Passwords__BcryptWorkFactor to 12 or more"));
        }

        if (options.MinimumLength < 12)
        {
            problems.Add(Verdict.Warning(
                Inv($"Passwords__MinimumLength is {options.MinimumLength}"), "set Passwords__MinimumLength to 12 or more"));
        }

        return Verdict.Join(problems, "as strong as the defaults");
    }

    private static Verdict CheckLockout(Invocation invocation)
    {
        var options = invocation.Get<IOptions<LockoutOptions>>().Value;
        var problems = new List<Verdict>();
        if (options.MaxFailedAttempts > 10)
        {
            problems.Add(Verdict.Warning(
                Inv($"Lockout__MaxFailedAttempts is {options.MaxFailedAttempts}"),
                "set Lockout__MaxFailedAttempts to 5, at most 10"));
        }

        if (options.Duration < TimeSpan.FromMinutes(5))
        {
            problems.Add(Verdict.Warning(
                Inv($"Lockout__Duration is {options.Duration}"), "set Lockout__Duration to 00:15:00, at least 00:05:00"));
        }

        return Verdict.Join(problems, "as strong as the defaults");
    }

    private static Verdict CheckNetworks(IConfiguration configuration, string section, string wanted, string danger)
    {
        var key = section.Replace(":", "__", StringComparison.Ordinal);
        var problems = new List<Verdict>();
        var networks = configuration.GetSection(section).GetChildren().ToList();
        foreach (var entry in networks)
        {
            var name = $"{key}__{entry.Key}";
            if (!IPNetwork.TryParse(entry.Value, out var network))
            {
                problems.Add(Verdict.Wrong($"{name} is '{entry.Value}', which is not a CIDR", $"set {name} to {wanted}"));
            }
            else if (NetworkWidth.IsTooWide(network))
            {
                problems.Add(Verdict.Warning($"{name} is {network}: {danger}", $"set {name} to {wanted}"));
            }
        }

        return Verdict.Join(problems, networks.Count == 0 ? NotSet : Inv($"networks: {networks.Count}, none too wide"));
    }

    private static async Task<Verdict> CheckMailAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = invocation.Get<IOptions<EmailOptions>>().Value;
        if (!options.CanSend)
        {
            return Verdict.Ok(NotSet);
        }

        // Only Development accepts http.
        if (options.LinkBases.Prepend(options.LinkBase).FirstOrDefault(IsPlain) is { } plain)
        {
            return Verdict.Warning(
                $"links in mails lead to {plain}, so tokens go over plain HTTP", "set Email__LinkBase to an https address");
        }

        if (options.Smtp.Host.Length == 0)
        {
            return invocation.Get<IHostEnvironment>().IsProduction()
                ? Verdict.Warning(
                    "Email__PickupDirectory is set, so mails are files that something else has to send",
                    "set Email__Smtp__Host, or make sure that something sends them")
                : Verdict.Ok("mails become files");
        }

        return !options.Smtp.UseTls && !await NetworkPlace.IsPrivateAsync(options.Smtp.Host, cancellationToken)
            ? Verdict.Warning(
                $"mails with tokens go to {options.Smtp.Host} unencrypted, because Email__Smtp__UseTls is false",
                "set Email__Smtp__UseTls to true")
            : Verdict.Ok("mails are handed over encrypted, or in a private network");
    }

    private static bool IsPlain(string linkBase) => linkBase.Length > 0
        && new Uri(linkBase) is var uri && uri.Scheme != Uri.UriSchemeHttps && !NetworkPlace.IsLoopback(uri.Host);

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
