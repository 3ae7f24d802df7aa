using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace SecureAuth.AppHost.Aspire;

/// <summary>Values that nobody has to think up.</summary>
internal static class Generated
{
    /// <summary>For HMAC-SHA-256: as long as its output.</summary>
    private const int PepperBytes = 32;

    /// <summary>Letters and digits: it stands in connection strings, and a comma or semicolon would end it.</summary>
    public static ParameterDefault Password { get; } = new GenerateParameterDefault { MinLength = 32, Special = false };

    public static ParameterDefault Pepper { get; } =
        new GeneratedValue(() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(PepperBytes)));

    /// <summary>
    /// As a value and not as a file, so that it lives and dies with the passwords: in the same user secrets, the same .env.
    /// </summary>
    public static ParameterDefault KeyRingCertificate { get; } =
        new GeneratedValue(() => Convert.ToBase64String(AppHost.KeyRingCertificate.Create(password: null, TimeProvider.System)));

    private sealed class GeneratedValue(Func<string> generate) : ParameterDefault
    {
        public override string GetDefaultValue() => generate();

        /// <summary>The manifest can only describe text of a length, so it asks whoever deploys it for the value.</summary>
        public override void WriteToManifest(ManifestPublishingContext context)
        {
        }
    }
}
