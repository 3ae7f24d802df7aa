using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// An independent authenticator app, so that the API's implementation is not compared with itself. A code of <see cref="Step"/>
/// is valid until the end of the next step, so it stays valid if the step ends during a test.
/// </summary>
internal sealed class AuthenticatorApp(string secret)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key = Decode(secret);

    /// <summary>What the app was set up with, in Base32.</summary>
    public string Secret { get; } = secret;

    public static long Step => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    public string Code() => CodeOf(Step);

    public string CodeOf(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm that every authenticator app uses.
        var hash = HMACSHA1.HashData(_key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Six digits that are not the code of any nearby step.</summary>
    public string WrongCode()
    {
        var near = Enumerable.Range(-3, 7).Select(distance => CodeOf(Step + distance)).ToHashSet();
        return Enumerable.Range(0, 1_000_000).Select(n => n.ToString("D6", CultureInfo.InvariantCulture)).First(
            c => !near.Contains(c));
    }

    /// <summary>
    /// Runs an attempt that depends on the current step. If the step ended meanwhile, the result proves nothing, and the attempt
    /// is repeated.
    /// </summary>
    public static async Task<T> WithinOneStepAsync<T>(Func<long, Task<T>> attempt)
    {
        var step = Step;
        var result = await attempt(step);
        while (step != Step)
        {
            step = Step;
            result = await attempt(step);
        }

        return result;
    }

    public static byte[] Decode(string text)
    {
        var bits = string.Concat(
            text.Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
