using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Creates the SCRAM-SHA-256 verifier that PostgreSQL stores for a password (RFC 5803, in PostgreSQL's own format). The
/// password itself then appears in no statement, and so in no log of the server.
/// </summary>
internal static class ScramVerifier
{
    /// <summary>PostgreSQL's default.</summary>
    private const int Iterations = 4096;

    private const int SaltSize = 16;

    /// <summary>
    /// Accepts printable ASCII, which SASLprep (RFC 4013) does not change. Clients normalize other characters differently, but
    /// the verifier has to work for all of them.
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
