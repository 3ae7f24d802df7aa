using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// What Postgres stores of a password (RFC 5803, in its own spelling). Made here, so that the password itself is in no
/// statement, and thus in no log of the server.
/// </summary>
internal static class ScramVerifier
{
    /// <summary>What a server makes of a password by default.</summary>
    private const int Iterations = 4096;

    private const int SaltSize = 16;

    /// <summary>
    /// Printable ASCII, which SASLprep (RFC 4013) leaves as it is. Clients prepare other characters differently, and a
    /// verifier must fit them all.
    /// </summary>
    public static bool Accepts(string password) => password.All(c => c is >= ' ' and <= '~');

    public static string Create(string password) => Create(password, RandomNumberGenerator.GetBytes(SaltSize), Iterations);

    internal static string Create(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, HMACSHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}"
            + $"${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
