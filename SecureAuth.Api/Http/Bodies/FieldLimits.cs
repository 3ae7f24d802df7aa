namespace SecureAuth.Api.Http.Bodies;

/// <summary>The maximum length of each field in code points, for validation and for the OpenAPI document.</summary>
internal static class FieldLimits
{
    public const int DisplayName = Core.Accounts.DisplayName.MaxLength;

    public const int Username = Core.Accounts.Username.MaxLength;

    public const int DeviceName = 100;

    public const int PasskeyName = Core.Passkeys.Passkey.NameLength;

    /// <summary>Longer than any token that this service issues. A longer value is not parsed.</summary>
    public const int Token = 512;

    /// <summary>Leaves room for a recovery code with extra dashes and spaces.</summary>
    public const int Code = 64;

    /// <summary>The limit for an existing password, which may have been chosen under another password policy.</summary>
    public const int Password = 1024;
}
