using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace SecureAuth.AppHost.Aspire;

/// <summary>Generates the values of parameters, so that nobody has to choose them.</summary>
internal static class Generated
{
    private const int KeyBytes = 32;

    /// <summary>Letters and digits only. A comma or a semicolon would end the password in a connection string.</summary>
    public static ParameterDefault Password { get; } = new GenerateParameterDefault { MinLength = 32, Special = false };

    /// <summary>A pepper or a master key: 32 random bytes in base64.</summary>
    public static ParameterDefault Key { get; } =
        new GeneratedValue(() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));

    private sealed class GeneratedValue(Func<string> generate) : ParameterDefault
    {
        public override string GetDefaultValue() => generate();

        /// <summary>A manifest can only describe generated text of a given length, so the user has to enter this value.</summary>
        public override void WriteToManifest(ManifestPublishingContext context)
        {
        }
    }
}
