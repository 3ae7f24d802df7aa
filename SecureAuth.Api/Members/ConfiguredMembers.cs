using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Features;
using SecureAuth.Core.Mail;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Members;

/// <summary>Knows which members exist by the configuration.</summary>
internal sealed class ConfiguredMembers(
    ConfiguredFields fields,
    IOptions<UsernameOptions> usernames,
    IOptions<EmailOptions> email,
    IOptions<FeatureOptions> features)
{
    public ConfiguredFields Fields => fields;

    public UsernameOptions Usernames => usernames.Value;

    public bool Has(ConfiguredMember member) => member switch
    {
        ConfiguredMember.Fields => fields.Any,
        ConfiguredMember.Username => usernames.Value.AreUsed,
        ConfiguredMember.LinkBase => email.Value.LinkBases.Count > 0,
        ConfiguredMember.Passkey => features.Value.Passkeys,
        ConfiguredMember.MailedCode => email.Value.UsesCodes,
        _ => throw new UnreachableException($"Unexpected member: {member}"),
    };

    /// <summary>Whether a new account must have the member.</summary>
    public bool IsRequired(ConfiguredMember member) => member switch
    {
        ConfiguredMember.Fields => fields.All.Any(field => field.IsRequired),
        ConfiguredMember.Username => usernames.Value.AreRequired,
        _ => false,
    };

    /// <summary>Whether each user has the member, with or without a value.</summary>
    public static bool IsOfUser(ConfiguredMember member) => member is ConfiguredMember.Fields or ConfiguredMember.Username;

    /// <summary>Lets the serializer refuse members that do not exist, and omit them.</summary>
    public void Apply(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (Find(property) is not { Member: var member } || Has(member))
            {
                continue;
            }

            if (IsOfUser(member) && !type.Type.IsAssignableTo(typeof(RequestBody)))
            {
                // The export has values that were stored while the member existed.
                property.ShouldSerialize = (_, value) => value is not null;
            }
            else
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    public static MemberAttribute? Find(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(MemberAttribute), inherit: false)
            .OfType<MemberAttribute>().SingleOrDefault();
}
