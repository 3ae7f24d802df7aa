using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Users;

/// <summary>Validated changes to the profile of a user.</summary>
internal sealed record ProfileChange : Confidential
{
    public bool ChangesDisplayName { get; init; }

    /// <summary>The new display name, or null to remove it.</summary>
    public string? DisplayName { get; init; }

    public FieldChanges Fields { get; init; } = FieldChanges.None;

    public bool ChangesUsername { get; init; }

    /// <summary>The new username in lower case, or null to remove it.</summary>
    public string? Username { get; init; }
}

/// <summary>The outcome of a change of the profile. Either all of it is changed, or nothing.</summary>
internal enum ProfileOutcome
{
    Done = 1,
    UsernameTaken = 2,
    TooManyFields = 3,

    /// <summary>The session has been ended in the meantime. That matters to a change of the username only.</summary>
    SessionEnded = 4,

    /// <summary>The user has got a second factor in the meantime.</summary>
    SecondFactorRequired = 5,
}
