using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Passwords;

/// <summary>The rules for passwords and the settings of their hashing.</summary>
public sealed class PasswordOptions
{
    public const string Section = "Passwords";

    /// <summary>
    /// The highest work factor for hashing and verification. Each step doubles the time, and verifying a stored hash with a work
    /// factor of 31 would occupy a thread for days.
    /// </summary>
    public const int MaximumWorkFactor = 16;

    private const int PepperSize = 32;

    /// <summary>The environment in which tests may use a low work factor.</summary>
    private const string TestingEnvironment = "Testing";

    /// <summary>The function for new hashes. A hash that uses another one is replaced at the next sign-in.</summary>
    public PasswordAlgorithm Algorithm { get; set; } = PasswordAlgorithm.Bcrypt;

    /// <summary>The cost of new hashes if they use Argon2id.</summary>
    public Argon2Options Argon2 { get; set; } = new();

    /// <summary>
    /// The memory that all hashes together may use at once. Others wait. It is at least what a single one may need.
    /// </summary>
    public int HashMemoryMiB { get; set; } = 512;

    /// <summary>
    /// The base-two logarithm of bcrypt's rounds. Each step doubles the cost both for this server and for an attacker who steals
    /// the hashes.
    /// </summary>
    public int BcryptWorkFactor { get; set; } = 12;

    /// <summary>In code points.</summary>
    public int MinimumLength { get; set; } = 12;

    public bool RequireUppercase { get; set; }

    public bool RequireDigit { get; set; }

    public bool RequireSymbol { get; set; }

    /// <summary>
    /// Keys of 32 bytes in base64, newest first. The first key is used for new hashes. The others must stay configured as long as
    /// hashes that were made with them exist.
    /// </summary>
    public IList<string> Peppers { get; set; } = [];

    /// <summary>
    /// Whether a password that bcrypt does not read to its end is compared with an imported bcrypt hash as far as bcrypt reads
    /// it, as the system did from which the hash comes. Otherwise it is a wrong password (ASVS 6.2.8).
    /// </summary>
    public bool AcceptTruncation { get; set; } = true;

    /// <summary>The implementation of bcrypt.</summary>
    public BcryptEngineKind Engine { get; set; } = BcryptEngineKind.Lanes;

    /// <summary>The number of hashing threads. 0 stands for the number of cores.</summary>
    public int Workers { get; set; }

    /// <summary>
    /// The longest estimated wait for a hash. A caller that would have to wait longer is rejected and told when to retry. The
    /// estimate uses the duration of recent hashes.
    /// </summary>
    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromSeconds(2);

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<PasswordOptions>
    {
        public ValidateOptionsResult Validate(string? name, PasswordOptions options)
        {
            var problems = new SettingProblems(Section)
                .Require(
                    IsAllowedWorkFactor(options.BcryptWorkFactor),
                    nameof(BcryptWorkFactor), options.BcryptWorkFactor, "12 to 16")
                .Require(
                    Enum.IsDefined(options.Algorithm), nameof(Algorithm), options.Algorithm, "Bcrypt or Argon2id")
                .Require(
                    options.HashMemoryMiB is >= 256 and <= 65_536, nameof(HashMemoryMiB), options.HashMemoryMiB, "256 to 65536")
                .Require(
                    options.Argon2.Iterations is >= 1 and <= Argon2Options.MaximumIterations,
                    Argon2Key(nameof(Argon2Options.Iterations)),
                    options.Argon2.Iterations, "1 to 16")
                .Require(
                    options.Argon2.Parallelism is >= 1 and <= Argon2Options.MaximumParallelism,
                    Argon2Key(nameof(Argon2Options.Parallelism)),
                    options.Argon2.Parallelism, "1 to 16")
                .Require(
                    IsAllowedMemory(options.Argon2), Argon2Key(nameof(Argon2Options.MemoryKiB)), options.Argon2.MemoryKiB,
                    MemoryRange(options.Argon2))
                .Require(options.MinimumLength is >= 8 and <= 64, nameof(MinimumLength), options.MinimumLength, "8 to 64")
                .Require(Enum.IsDefined(options.Engine), nameof(Engine), options.Engine, "Lanes or BCryptNet")
                .Require(options.Workers is >= 0 and <= 256, nameof(Workers), options.Workers, "0 (as many as cores) to 256")
                .Require(
                    options.MaximumWait >= TimeSpan.FromMilliseconds(100) && options.MaximumWait <= TimeSpan.FromSeconds(30),
                    nameof(MaximumWait), options.MaximumWait, "00:00:00.1 to 00:00:30")
                .RequireSecret(
                    options.Peppers.Count > 0 || !environment.IsProduction(),
                    PepperKey(0), "32 bytes in base64, in Production at least one");
            for (var i = 0; i < options.Peppers.Count; i++)
            {
                problems.RequireSecret(IsPepper(options.Peppers[i]), PepperKey(i), "32 bytes in base64");
            }

            return problems.ToResult();
        }

        private bool IsAllowedWorkFactor(int factor) =>
            factor is >= 12 and <= MaximumWorkFactor || (factor == 4 && environment.IsEnvironment(TestingEnvironment));

        private bool IsAllowedMemory(Argon2Options argon2) =>
            argon2.MemoryKiB <= argon2.MaximumMemoryKiB
            && (argon2.MemoryKiB >= MinimumMemoryKiB(argon2)
                || (argon2.MemoryKiB >= 8 * argon2.Parallelism && environment.IsEnvironment(TestingEnvironment)));

        private static string MemoryRange(Argon2Options argon2) => string.Create(
            CultureInfo.InvariantCulture,
            $"{MinimumMemoryKiB(argon2)} to {argon2.MaximumMemoryKiB} with {argon2.Iterations} iterations");

        private static int MinimumMemoryKiB(Argon2Options argon2) =>
            Math.Max(argon2.MinimumMemoryKiB, 8 * argon2.Parallelism);

        private static string Argon2Key(string name) => $"{nameof(Argon2)}__{name}";

        private static bool IsPepper(string? base64)
        {
            Span<byte> key = stackalloc byte[PepperSize + 3];
            return base64 is not null && Convert.TryFromBase64String(base64, key, out var length) && length == PepperSize;
        }

        private static string PepperKey(int index) =>
            string.Create(CultureInfo.InvariantCulture, $"{nameof(Peppers)}__{index}");
    }
}
