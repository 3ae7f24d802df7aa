namespace SecureAuth.Api.Http.Bodies;

/// <summary>How long a field may be, in code points: what validation refuses and what the OpenAPI document says.</summary>
internal static class FieldLimits
{
    public const int DisplayName = Core.Accounts.DisplayName.MaxLength;

    public const int DeviceName = 100;

    /// <summary>More than any token of ours has; what is longer is not looked at.</summary>
    public const int Token = 512;

    /// <summary>A recovery code with more dashes and spaces than anybody types.</summary>
    public const int Code = 64;

    /// <summary>At sign-in, where the policy of the day on which a password was chosen is not known any more.</summary>
    public const int Password = 1024;
}
