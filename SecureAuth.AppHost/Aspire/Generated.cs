using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace SecureAuth.AppHost.Aspire;

/// <summary>Values that nobody has to think up.</summary>
internal static class Generated
{
    private const int KeyBytes = 32;

    /// <summary>Letters and digits: it stands in connection strings, and a comma or semicolon would end it.</summary>
    public static ParameterDefault Password { get; } = new GenerateParameterDefault { MinLength = 32, Special = false };

    /// <summary>For a pepper and for a master key: 32 random bytes in base64.</summary>
    public static ParameterDefault Key { get; } =
        new GeneratedValue(() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));

    private sealed class GeneratedValue(Func<string> generate) : ParameterDefault
    {
        public override string GetDefaultValue() => generate();

        /// <summary>The manifest can only describe text of a length, so it asks whoever deploys it for the value.</summary>
        public override void WriteToManifest(ManifestPublishingContext context)
        {
        }
    }
}
