using System.Collections.ObjectModel;
using System.Text.Json;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Members;

namespace SecureAuth.Api.Users;

/// <summary>The changes to the account. A member that is absent changes nothing.</summary>
internal sealed record UpdateUserRequest : RequestBody
{
    private string? _displayName;
    private string? _username;

    /// <summary>The new display name, or null to remove it.</summary>
    [Field(Example = Examples.DisplayName, MaxLength = FieldLimits.DisplayName)]
    public string? DisplayName
    {
        get => _displayName;

        // The serializer calls it only if the member is present. It would always set a constructor parameter.
        set
        {
            _displayName = value;
            ChangesDisplayName = true;
        }
    }

    /// <summary>
    /// The changed values of the fields that the operator has configured. A field that is absent keeps its value, and null
    /// removes it.
    /// </summary>
    [Member(ConfiguredMember.Fields)]
    public IReadOnlyDictionary<string, JsonElement> Fields { get; set; } = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>The new username, or null to remove it. It needs an authentication within the last five minutes.</summary>
    [Member(ConfiguredMember.Username)]
    [Field(Example = Examples.Username, MaxLength = FieldLimits.Username)]
    public string? Username
    {
        get => _username;
        set
        {
            _username = value;
            ChangesUsername = true;
        }
    }

    /// <summary>Not public, so that the serializer does not know it and refuses it like any other unknown member.</summary>
    internal bool ChangesDisplayName { get; private set; }

    internal bool ChangesUsername { get; private set; }
}
