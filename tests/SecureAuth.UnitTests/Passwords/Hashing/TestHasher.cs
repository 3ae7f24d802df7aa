using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.UnitTests.Passwords.Hashing;

internal static class TestHasher
{
    /// <summary>bcrypt's lowest work factor, so that a property can be tried a hundred times.</summary>
    public const int LowestWorkFactor = 4;

    public static string NewPepper(byte seed) => Convert.ToBase64String(Enumerable.Repeat(seed, 32).ToArray());

    public static PasswordHashes CreateHashes(PasswordOptions? options = null)
    {
        var configured = Options.Create(options ?? new PasswordOptions { BcryptWorkFactor = LowestWorkFactor });
        return new PasswordHashes(
            new BcryptSha256(configured, NullLogger<BcryptSha256>.Instance), configured, NullLogger<PasswordHashes>.Instance);
    }

    public static BcryptSha256 Create(PasswordOptions options) =>
        new(Options.Create(options), NullLogger<BcryptSha256>.Instance);

    public static BcryptSha256 Create(params string[] peppers) =>
        Create(LowestWorkFactor, NullLogger<BcryptSha256>.Instance, peppers);

    public static BcryptSha256 Create(int workFactor, params string[] peppers) =>
        Create(workFactor, NullLogger<BcryptSha256>.Instance, peppers);

    public static BcryptSha256 Create(int workFactor, ILogger<BcryptSha256> logger, params string[] peppers) =>
        new(Options.Create(new PasswordOptions { BcryptWorkFactor = workFactor, Peppers = peppers }), logger);
}
