using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The settings of every instance and command under test, unless its test says otherwise.</summary>
/// <param name="Owner">The connection string of the schema's owner.</param>
/// <param name="Api">The connection string of the API's weak role.</param>
/// <param name="Operators">The connection string of the operators' role, if there is one.</param>
/// <param name="Redis">The connection string of a Redis that may be shared with other tests.</param>
internal sealed record Settings(string Owner, string Api, string? Operators, string Redis)
{
    public const string Issuer = "http://auth.test";

    public const string Audience = "secureauth-tests";

    /// <summary>The only service that is configured.</summary>
    public const string ServiceId = "tests";

    /// <summary>Users in this role may invite others.</summary>
    public const string InvitingRole = "inviter";

    /// <summary>So many permits that a test about something else never meets a limit.</summary>
    public const string ManyPermits = "1000000";

    /// <summary>
    /// If this environment variable is set, such as to <c>Accounts__Usernames=Optional;Features__Totp=false</c>, instances and
    /// commands have these settings too. CI does not set it: by hand, it shows what a switch breaks besides what it is for.
    /// </summary>
    private const string MoreVariable = "SECUREAUTH_TEST_SETTINGS";

    private static readonly string[] Policies =
    [
        "Register", "Login", "SecondFactor", "Refresh", "PasswordForgot", "PasswordReset", "EmailResend", "EmailVerify",
        "Passkey", "Export", "Client", "ClientAuthentication", "Default",
    ];

    public string Pepper { get; } = NewKey();

    public string MasterKey { get; } = NewKey();

    /// <summary>The secret of the service <see cref="ServiceId"/>.</summary>
    public string ServiceSecret { get; } = NewSecret();

    /// <summary>A setting of the API: long command timeouts.</summary>
    public (string Key, string Value) Patience => ("ConnectionStrings__secureauth", Api + ";Command Timeout=60;Timeout=60");

    /// <summary>The folder in which mails become files.</summary>
    public required string MailFolder { get; init; }

    /// <summary>Whether a setting is not ours, but the platform's, which reads it from the environment of a process.</summary>
    public static bool IsForPlatform(string key) =>
        !key.Contains("__", StringComparison.Ordinal) && !key.EndsWith("_ENVIRONMENT", StringComparison.Ordinal);

    /// <summary>32 random bytes in base64.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>A secret of a service, which is random.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>The hash of a service's secret, as it is configured.</summary>
    public static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The same secrets and Redis with another database of the same server.</summary>
    public Settings On(string database) => this with
    {
        Owner = Connection(Owner, database),
        Api = Connection(Api, database),
        Operators = Operators is null ? null : Connection(Operators, database),
    };

    /// <summary>The only weakened setting is bcrypt's work factor, and only the Testing environment allows that.</summary>
    public Dictionary<string, string> ForApi(params (string Key, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(Shared())
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Testing",
            ["Passwords__BcryptWorkFactor"] = "4",
            ["Accounts__EmailVerification"] = "Optional",
            ["Email__PickupDirectory"] = MailFolder,
            ["Proxy__TrustedNetworks__0"] = "127.0.0.1/32",
            ["Shutdown__Delay"] = "00:00:00",
            ["OAuth__Clients__0__Id"] = ServiceId,
            ["OAuth__Clients__0__SecretSha256"] = HashOf(ServiceSecret),
        };
        foreach (var policy in Policies)
        {
            settings[$"RateLimits__{policy}__Permits"] = ManyPermits;
        }

        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        // Invitations are mailed.
        if (settings["Email__PickupDirectory"].Length > 0)
        {
            settings["Accounts__InvitingRoles__0"] = InvitingRole;
        }

        return settings;
    }

    public Dictionary<string, string> ForOperators() => Operators is null
        ? Shared()
        : new(Shared()) { ["ConnectionStrings__operator"] = Operators };

    public Dictionary<string, string> ForMigration() => new(ForOperators())
    {
        ["ConnectionStrings__migrations"] = Owner,
    };

    private static string Connection(string connection, string database) =>
        new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;

    /// <summary>The settings that the API and the command line have in common.</summary>
    private Dictionary<string, string> Shared()
    {
        var settings = Basic();
        foreach (var more in (Environment.GetEnvironmentVariable(MoreVariable) ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.True(more.Split('=', 2) is [_, _], $"{MoreVariable} has '{more}' instead of KEY=VALUE");
            settings[more.Split('=', 2)[0]] = more.Split('=', 2)[1];
        }

        return settings;
    }

    private Dictionary<string, string> Basic() => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Testing",
        ["ConnectionStrings__secureauth"] = Api,
        ["ConnectionStrings__redis"] = Redis,
        ["Tokens__Issuer"] = Issuer,
        ["Tokens__Audience"] = Audience,
        ["Passwords__Peppers__0"] = Pepper,
        ["Keys__Master__0"] = MasterKey,
    };
}
