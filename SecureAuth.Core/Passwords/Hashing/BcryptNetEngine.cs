using System.Globalization;
using System.Text;
using SecureAuth.Hashing;
using BCryptNet = BCrypt.Net.BCrypt;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>Uses BCrypt.Net-Next, which hashes one password at a time.</summary>
internal sealed class BcryptNetEngine : BcryptEngine
{
    public override int Lanes => 1;

    public override void Digest(ReadOnlySpan<BcryptInput> inputs)
    {
        foreach (var input in inputs)
        {
            var text = Hash(Encoding.UTF8.GetString(input.Password), input.Salt, input.WorkFactor);
            BcryptBase64.Decode(text, input.Digest);

            // Pads the time to that of the minimum work factor w: 2^r + 2^r + 2^(r+1) + … + 2^(w-1) rounds equal 2^w.
            for (var factor = input.WorkFactor; factor < input.LeastWorkFactor; factor++)
            {
                _ = Hash("", input.Salt, factor);
            }
        }
    }

    public override void SelfTest() => BcryptSelfTest.Run(Digest, Lanes);

    private static string Hash(string password, string salt, int workFactor)
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"$2b${workFactor:00}${salt}");
        return BCryptNet.HashPassword(password, setting)[setting.Length..];
    }
}
