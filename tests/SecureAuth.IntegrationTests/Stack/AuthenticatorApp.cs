using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// An authenticator app of our own, so that the API's library is not compared with itself. A code of <see cref="Step"/> is
/// good until the end of the next step, so no step that ends in the middle of a test makes it wrong.
/// </summary>
internal sealed class AuthenticatorApp(string secret)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key = Decode(secret);

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

    /// <summary>Six digits that are no code of any step near now.</summary>
    public string WrongCode()
    {
        var near = Enumerable.Range(-3, 7).Select(distance => CodeOf(Step + distance)).ToHashSet();
        return Enumerable.Range(0, 1_000_000).Select(n => n.ToString("D6", CultureInfo.InvariantCulture)).First(c => !near.Contains(c));
    }

    /// <summary>
    /// Runs something that depends on the step in which it happens, and again if the step has ended meanwhile: then it has
    /// shown nothing.
    /// </summary>
    public static async Task<T> WithinOneStepAsync<T>(Func<long, Task<T>> attempt)
    {
        while (true)
        {
            var step = Step;
            var result = await attempt(step);
            if (step == Step)
            {
                return result;
            }
        }
    }

    public static byte[] Decode(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
