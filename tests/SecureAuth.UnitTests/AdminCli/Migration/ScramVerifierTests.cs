using System.Security.Cryptography;
using System.Text;
using SecureAuth.AdminCli.Migration;

namespace SecureAuth.UnitTests.AdminCli.Migration;

public sealed class ScramVerifierTests
{
    /// <summary>The exchange of RFC 7677, section 3: user "user", password "pencil".</summary>
    private const string AuthMessage =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
        + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
        + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private const string ClientProof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private const string ServerSignature = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    [Fact]
    public void The_verifier_accepts_the_client_of_RFC_7677()
    {
        var storedKey = Convert.FromBase64String(Pencil().Split('$')[^1].Split(':')[0]);
        var signature = HMACSHA256.HashData(storedKey, Encoding.UTF8.GetBytes(AuthMessage));
        var clientKey = Convert.FromBase64String(ClientProof).Zip(signature, (p, s) => (byte)(p ^ s)).ToArray();

        Assert.Equal(storedKey, SHA256.HashData(clientKey));
    }

    [Fact]
    public void The_verifier_yields_the_server_signature_of_RFC_7677()
    {
        var serverKey = Convert.FromBase64String(Pencil().Split(':')[^1]);

        var signature = HMACSHA256.HashData(serverKey, Encoding.UTF8.GetBytes(AuthMessage));

        Assert.Equal(ServerSignature, Convert.ToBase64String(signature));
    }

    [Fact]
    public void The_verifier_has_the_format_of_PostgreSQL() =>
        Assert.StartsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$", Pencil(), StringComparison.Ordinal);

    [Fact]
    public void Each_verifier_has_its_own_salt() =>
        Assert.NotEqual(ScramVerifier.Create("pencil"), ScramVerifier.Create("pencil"));

    [Fact]
    public void A_quote_in_the_password_does_not_appear_in_the_verifier() =>
        Assert.Matches(
            "^SCRAM-SHA-256\\$4096:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$", ScramVerifier.Create("a'b\\c"));

    [Theory]
    [InlineData("pencil ~!", true)]
    [InlineData("p\u00e4ncil", false)]
    [InlineData("pen\ncil", false)]
    [InlineData("pen\u007fcil", false)]
    public void Passwords_that_clients_normalise_differently_are_refused(string password, bool accepted) =>
        Assert.Equal(accepted, ScramVerifier.Accepts(password));

    private static string Pencil() =>
        ScramVerifier.Create("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
}
