using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace SecureAuth.Hosting;

/// <summary>The values of secrets that nobody has to choose. Aspire keeps them in the user secrets of the AppHost.</summary>
internal static class Generated
{
    private const int KeyBytes = 32;

    /// <summary>Letters and digits only. A semicolon would end the password in a connection string.</summary>
    public static ParameterDefault Password { get; } = new GenerateParameterDefault { MinLength = 32, Special = false };

    /// <summary>A pepper or a master key: 32 random bytes in base64.</summary>
    public static ParameterDefault Key { get; } = new RandomKey();

    private sealed class RandomKey : ParameterDefault
    {
        public override string GetDefaultValue() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

        /// <summary>A manifest can only describe generated text of a given length, so the user has to enter this value.</summary>
        public override void WriteToManifest(ManifestPublishingContext context)
        {
        }
    }
}
