namespace SecureAuth.Core.Accounts;

/// <summary>What a lock applies to. Known devices have counters of their own, so that strangers cannot lock them out.</summary>
public enum LockoutScope
{
    /// <summary>All sign-ins with a password, except those of known devices.</summary>
    Account,

    /// <summary>The sign-ins of one known device.</summary>
    Device,
}
