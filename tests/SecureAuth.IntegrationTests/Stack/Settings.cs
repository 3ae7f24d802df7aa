using System.Security.Cryptography;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>What every instance of the API under test is told, unless its test says otherwise.</summary>
internal sealed class Settings
{
    public const string Issuer = "http://auth.test";

    public const string Audience = "secureauth-tests";

    /// <summary>Of every policy: so many that a test about something else never meets the limit.</summary>
    public const string ManyPermits = "1000000";

    private static readonly string[] Policies = ["Register", "Login", "SecondFactor", "Refresh", "Default"];

    private readonly string _owner;
    private readonly string _api;
    private readonly string? _operators;
    private readonly Redis _redis;

    /// <param name="owner">The connection string of the schema's owner.</param>
    /// <param name="api">That of the weak role.</param>
    /// <param name="operators">That of the operators' role, if they have one.</param>
    /// <param name="redis">Shared by whoever likes.</param>
    public Settings(string owner, string api, string? operators, Redis redis)
    {
        _owner = owner;
        _api = api;
        _operators = operators;
        _redis = redis;
    }

    public string Pepper { get; } = NewKey();

    public string MasterKey { get; } = NewKey();

    /// <summary>32 random bytes in base64.</summary>
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The only weakened setting is bcrypt's work factor, which the environment Testing alone allows.</summary>
    public Dictionary<string, string> ForApi()
    {
        var settings = new Dictionary<string, string>(Shared())
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Testing",
            ["Passwords__BcryptWorkFactor"] = "4",
            ["Accounts__EmailVerification"] = "Optional",
            ["Proxy__TrustedNetworks__0"] = "127.0.0.1/32",
            ["Shutdown__Delay"] = "00:00:00",
        };
        foreach (var policy in Policies)
        {
            settings[$"RateLimits__{policy}__Permits"] = ManyPermits;
        }

        return settings;
    }

    public Dictionary<string, string> ForOperators() => _operators is null
        ? Shared()
        : new(Shared()) { ["ConnectionStrings__operator"] = _operators };

    public Dictionary<string, string> ForMigration() => new(ForOperators())
    {
        ["ConnectionStrings__migrations"] = _owner,
    };

    /// <summary>What the API and the command line have in common.</summary>
    private Dictionary<string, string> Shared() => new()
    {
        ["DOTNET_ENVIRONMENT"] = "Testing",
        ["ConnectionStrings__secureauth"] = _api,
        ["ConnectionStrings__redis"] = _redis.ConnectionString,
        ["Tokens__Issuer"] = Issuer,
        ["Tokens__Audience"] = Audience,
        ["Passwords__Peppers__0"] = Pepper,
        ["Keys__Master__0"] = MasterKey,
    };
}
