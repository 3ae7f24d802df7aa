using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel
{
    public abstract class ParameterDefault
    {
        public abstract string GetDefaultValue();

        public abstract void WriteToManifest(ManifestPublishingContext context);
    }

    public sealed class GenerateParameterDefault : ParameterDefault
    {
        public int MinLength { get; set; } = 22;

        /// <summary>Special characters are never generated here.</summary>
        public bool Special { get; set; }

        public override string GetDefaultValue() => RandomNumberGenerator.GetString(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", MinLength);

        public override void WriteToManifest(ManifestPublishingContext context)
        {
        }
    }

    /// <param name="name">The name of the parameter.</param>
    /// <param name="callback">Returns the value, which may not be known before the application starts.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public sealed class ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : Resource(name), IValueProvider, IManifestExpressionProvider
    {
        public ParameterDefault? Default { get; set; }

        public bool Secret { get; } = secret;

        public string ValueExpression => $"{{{Name}.value}}";

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(callback(Default));
    }
}

namespace Aspire.Hosting.Publishing
{
    public sealed class ManifestPublishingContext;
}
