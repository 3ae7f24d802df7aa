using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Keys;

/// <summary>The certificate that protects the key ring that encrypts what the database must not show.</summary>
public sealed class KeyRingOptions
{
    public const string Section = "DataProtection";

    /// <summary>A PKCS #12 file with a private key.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>The same file's content in base64, from an orchestrator that hands over values and no files. It wins.</summary>
    public string? Certificate { get; set; }

    public string? CertificatePassword { get; set; }

    internal bool HasCertificate => !string.IsNullOrEmpty(Certificate) || !string.IsNullOrEmpty(CertificatePath);

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<KeyRingOptions>
    {
        public ValidateOptionsResult Validate(string? name, KeyRingOptions options)
        {
            var problems = new SettingProblems(Section);
            if (!options.HasCertificate)
            {
                // Without it the ring lies in Postgres beside what it encrypts: a copy of the database would open itself.
                return problems.Require(
                    environment.IsDevelopment() || environment.IsEnvironment("Testing"),
                    nameof(CertificatePath), options.CertificatePath, "the path of a PKCS #12 file").ToResult();
            }

            if (!string.IsNullOrEmpty(options.Certificate))
            {
                return problems.RequireSecret(
                    KeyRingCertificate.TryLoad(options) is not null,
                    nameof(Certificate),
                    "a PKCS #12 file with a private RSA key in base64, opened by DataProtection__CertificatePassword")
                    .ToResult();
            }

            return problems.Require(
                KeyRingCertificate.TryLoad(options) is not null,
                nameof(CertificatePath), options.CertificatePath,
                "the path of a readable PKCS #12 file with a private RSA key, opened by DataProtection__CertificatePassword")
                .ToResult();
        }
    }
}
