using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Accounts;

/// <summary>Whether accounts have a username in addition to the e-mail address.</summary>
public enum UsernameMode
{
    Off = 1,
    Optional = 2,

    /// <summary>A registration must have one. Accounts without one from before can still be used.</summary>
    Required = 3,
}

public sealed class UsernameOptions
{
    public const string Section = "Accounts";

    public UsernameMode Usernames { get; set; } = UsernameMode.Off;

    public bool AreUsed => Usernames != UsernameMode.Off;

    public bool AreRequired => Usernames == UsernameMode.Required;

    internal sealed class Validator : IValidateOptions<UsernameOptions>
    {
        public ValidateOptionsResult Validate(string? name, UsernameOptions options) => new SettingProblems(Section)
            .Require(Enum.IsDefined(options.Usernames), nameof(Usernames), options.Usernames, "Off, Optional or Required")
            .ToResult();
    }
}
