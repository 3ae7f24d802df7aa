namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// What a role may do in the database, table by table: <c>migrate</c> grants just this, and what is beyond it is a warning.
/// A new table or column is nobody's until it is in these lists.
/// </summary>
/// <param name="Whose">Whom the role is for, in a sentence.</param>
/// <param name="Tables">All that it may touch. Sequences behind identity columns need no right of their own.</param>
public sealed record RolePrivileges(string Whose, IReadOnlyList<TablePrivileges> Tables)
{
    private static readonly string[] Everything = [TablePrivileges.EveryColumn];

    /// <summary>Neither the number nor the time of a row: the database gives both.</summary>
    private static readonly TablePrivileges AddedAudit = new("audit_events")
    {
        Insert =
        [
            "event", "outcome", "actor_kind", "actor_name", "user_id", "session_id", "reason", "address", "user_agent",
            "request_id", "trace_id",
        ],
    };

    /// <summary>
    /// The API's. Whoever takes it over can neither change the schema nor rewrite the audit, make anybody an administrator,
    /// enable or delete an account, bring ended sessions to life by the epoch, or move a session to another user.
    /// </summary>
    public static readonly RolePrivileges Api = new(
        "the API",
        [
            new("__EFMigrationsHistory"),
            new("account_attempts") { Insert = Everything, Update = Everything, Delete = true },
            AddedAudit,
            new("data_protection_keys") { Insert = Everything },
            new("recovery_codes") { Insert = Everything, Delete = true },
            new("roles"),
            new("second_factor_challenges") { Insert = Everything, Update = ["attempts", "used_at"], Delete = true },
            new("server_secrets"),
            new("sessions")
            {
                Insert = Everything,

                // The first is written by replicas of the version before alone, while an upgrade lasts.
                Update =
                [
                    "authenticated_at", "last_used_at", "expires_at", "generation", "token_hash", "previous_token_hash",
                    "rotated_at", "revoked_at", "revoked_reason", "revoked_xid", "authentication_methods",
                ],
                Delete = true,
            },
            new("signing_keys"),
            new("token_epoch"),
            new("totp_credentials")
            {
                Insert = Everything,
                Update = ["protected_secret", "last_used_step", "created_at", "confirmed_at"],
                Delete = true,
            },
            new("user_roles"),
            new("users")
            {
                Insert = Everything,
                Update =
                [
                    "password_hash", "security_stamp", "password_changed_at", "totp_enabled", "last_login_at", "updated_at",
                ],
            },
        ]);

    /// <summary>The command line's, <c>migrate</c> apart: accounts, sessions and the keys' wrapping; no schema either.</summary>
    public static readonly RolePrivileges Operators = new(
        "the operators",
        [
            new("__EFMigrationsHistory"),
            new("account_attempts") { Update = ["second_factor_failures"], Delete = true },
            AddedAudit,
            new("data_protection_keys") { Update = ["xml"] },
            new("recovery_codes") { Delete = true },
            new("roles") { Insert = Everything },
            new("second_factor_challenges"),
            new("server_secrets") { Update = ["protected_key"] },
            new("sessions") { Update = ["revoked_at", "revoked_reason", "revoked_xid"] },
            new("signing_keys") { Update = ["protected_private_key"] },
            new("token_epoch") { Update = ["not_before"] },
            new("totp_credentials") { Update = ["protected_secret"], Delete = true },
            new("user_roles") { Insert = Everything },
            new("users")
            {
                Insert = Everything,
                Update =
                [
                    "is_active", "password_hash", "security_stamp", "password_changed_at", "totp_enabled", "updated_at",
                ],
            },
        ]);
}
