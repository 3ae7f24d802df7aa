using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>
/// Code that opens a door whose absence docs/asvs.md and docs/security.md promise: no line of the product may match, apart from
/// those of the named files.
/// </summary>
public sealed class ForbiddenCodeTests
{
    private static readonly string[] Projects =
    [
        "SecureAuth.Api", "SecureAuth.Core", "SecureAuth.AdminCli", "SecureAuth.ServiceDefaults",
        "libraries/SecureAuth.Telemetry", "libraries/SecureAuth.Bcrypt",
    ];

    [Theory]

    // A value becomes a parameter of a statement, never a part of its text.
    [InlineData(@"\b(FromSqlRaw|ExecuteSqlRaw(Async)?|SqlQueryRaw)\b")]

    // Statements are constants, apart from the grants of "migrate".
    [InlineData(@"new NpgsqlCommand\(\s*(\$|string\.)", "SecureAuth.AdminCli/Migration/")]
    [InlineData(@"\bProcess\.Start\b|\bProcessStartInfo\b")]

    // The pattern of a field is the operator's, and matches in linear time.
    [InlineData(@"\bnew Regex\(", "SecureAuth.Core/UserFields/FieldPattern.cs")]
    [InlineData(@"\bBinaryFormatter\b|\bCSharpScript\b|\bDynamicExpression\b|\bType\.GetType\(|\bAssembly\.Load")]
    [InlineData(@"\bTypeNameHandling\b|\bJsonPolymorphic\b|\bJsonDerivedType\b")]

    // The elements of the key ring are read from the database.
    [InlineData(@"\bXml(Reader|Document|Serializer)\b|\bXDocument\b|\bXElement\.(Parse|Load)\b", "SecureAuth.Core/Keys/")]
    public void No_door_is_open_to_injected_code_or_text(string pattern, params string[] except) => IsAbsent(pattern, except);

    [Theory]
    [InlineData(@"\bMD5\b|\bTripleDES\b|\bRC2\b|\bDES\.Create|\bRijndael")]

    // The index of the breached passwords, the hashes of other systems until their first sign-in, and RFC 6238.
    [InlineData(
        @"\bSHA1\b", "SecureAuth.Core/Passwords/Breaches/BreachCheck.cs", "SecureAuth.Core/Passwords/Hashing/Pbkdf2.cs",
        "SecureAuth.Core/Passwords/Hashing/DerivedHash.cs", "SecureAuth.Core/SecondFactor/Totp.cs")]
    [InlineData(@"\bCipherMode\.|\bPaddingMode\.|\bRSA(Encryption|Signature)Padding\b|\b(Aes|RSA)\.Create\b")]
    public void No_weak_cryptography_is_used(string pattern, params string[] except) => IsAbsent(pattern, except);

    /// <summary>A connection that docs/security.md does not list must not exist.</summary>
    [Fact]
    public void Connections_are_opened_in_the_documented_places_alone() => IsAbsent(
        @"\bnew (HttpClient|SocketsHttpHandler|HttpClientHandler|Socket|TcpClient|UdpClient|ClientWebSocket|SmtpClient)\b"
        + @"|\bIHttpClientFactory\b|\bWebRequest\b|\bConnectionMultiplexer\.Connect|\bnew Npgsql(Connection|DataSourceBuilder)\(",
        "SecureAuth.Api/Startup/HealthProbe.cs",
        "SecureAuth.Core/Mail/MailServer.cs",
        "SecureAuth.Api/Stores/",
        "SecureAuth.Core/Passwords/Breaches/BreachRange.cs",
        "SecureAuth.AdminCli/CliServices.cs",
        "SecureAuth.AdminCli/Diagnosis/",
        "SecureAuth.AdminCli/Migration/");

    /// <summary>The texts of code alone: a comment may name what it warns of.</summary>
    private static void IsAbsent(string pattern, params string[] except)
    {
        var forbidden = new Regex(pattern);
        var found = from project in Projects
                    from file in SourceTree.FilesOf(project)
                    let path = $"{project}/{file}".Replace('\\', '/')
                    where !except.Any(allowed => path.StartsWith(allowed, StringComparison.Ordinal))
                    from line in File.ReadLines(Path.Combine(SourceTree.Root, path))
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(line)
                    select $"{path}: {line.Trim()}";

        Assert.Empty(found);
        Assert.All(except, allowed => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, allowed)), allowed));
    }
}
