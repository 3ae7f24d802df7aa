using System.Text.Json.Serialization.Metadata;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>The settings of mails that add members to bodies.</summary>
internal enum MailFeature
{
    /// <summary>A request may choose what its link begins with.</summary>
    LinkBases = 1,

    /// <summary>Mails carry codes.</summary>
    Codes = 2,
}

/// <summary>
/// A member that a body has only with a setting. Without it, the member is unknown, to a request and to the OpenAPI document. It
/// needs a setter: the serializer treats an init-only property as a parameter of the constructor, which must not be missing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MailMemberAttribute(MailFeature feature) : Attribute
{
    public MailFeature Feature => feature;
}

internal static class MailMembers
{
    /// <summary>Removes the members whose setting is not made.</summary>
    public static void Remove(JsonTypeInfo type, EmailOptions options)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (FeatureOf(type.Properties[i]) is { } feature && !IsOn(feature, options))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private static MailFeature? FeatureOf(JsonPropertyInfo member) => member.AttributeProvider?
        .GetCustomAttributes(typeof(MailMemberAttribute), inherit: false)
        .OfType<MailMemberAttribute>().SingleOrDefault()?.Feature;

    private static bool IsOn(MailFeature feature, EmailOptions options) =>
        feature == MailFeature.Codes ? options.UsesCodes : options.LinkBases.Count > 0;
}
