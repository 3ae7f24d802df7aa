using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <summary>The changes to the account. A member that is absent changes nothing.</summary>
internal sealed record UpdateUserRequest : Confidential
{
    private string? _displayName;

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

    /// <summary>Not public, so that the serializer does not know it and refuses it like any other unknown member.</summary>
    internal bool ChangesDisplayName { get; private set; }
}
