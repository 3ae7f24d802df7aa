using Npgsql;

namespace SecureAuth.Core.Data.Privileges;

/// <summary>
/// The privileges of a database role, table by table. <c>migrate</c> grants exactly these, and any further privilege causes a
/// warning. No role can access a new table or column until it is added to these lists.
/// </summary>
/// <param name="Grantee">The user of the role, in words that fit into a sentence.</param>
/// <param name="Tables">
/// The accessible tables. Sequences of identity columns need no separate privilege, and everybody may use that of the audit.
/// </param>
public sealed record RolePrivileges(string Grantee, IReadOnlyList<TablePrivileges> Tables)
{
    /// <summary>The functions with the rights of their owner that the role may call, with their parameters.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>
    /// All functions with the rights of their owner. PostgreSQL lets everybody call a new function, so <c>migrate</c> revokes
    /// that every time: a restored dump may have brought it back.
    /// </summary>
    public static readonly IReadOnlyList<string> PrivilegedFunctions =
    [
        "erase_user()", "remember_erased_user()", "refuse_erased_user()", "purge_audit(interval, integer)",
        "purge_refreshes(interval, integer)", "purge_sealed_audit(interval, bigint, bigint)",
        "purge_sealed_refreshes(interval, bigint, bigint)", "prepare_audit_partitions()", AnnounceSigningKey, RotateSigningKey,
        RetireSigningKey, RedeemInvitation,
    ];

    private const string RedeemInvitation = "redeem_invitation(bytea, uuid)";

    private const string AnnounceSigningKey = "announce_signing_key(text, bytea, bytea, interval, interval)";
    private const string RotateSigningKey = "rotate_signing_key(text, bytea, bytea)";
    private const string RetireSigningKey = "retire_signing_key(text, text[], text, bytea, bytea)";

    private static readonly string[] Everything = [TablePrivileges.EveryColumn];

    /// <summary>Excludes the id and the time of a row, which only the database assigns.</summary>
    private static readonly TablePrivileges AppendToAudit = new("audit_events")
    {
        Insert =
        [
            "event", "outcome", "actor_kind", "actor_name", "user_id", "session_id", "reason", "address", "user_agent",
            "request_id", "trace_id",
        ],
    };

    /// <summary>The columns of a new mail. The rest is the business of its delivery.</summary>
    private static readonly string[] AddedMail = ["id", "kind", "user_id", "recipient", "details"];

    /// <summary>
    /// The privileges of the API. An attacker who takes over this role cannot change the schema, rewrite the audit or
    /// remove its last 30 days (refreshes: its last day), make a user an administrator, enable an account, revive ended sessions
    /// through the epoch, or move a session to another user. The attacker can delete accounts, as their owners can through the
    /// API, which a trigger turns into an erasure. Another trigger refuses a new account with the id of a deleted one, so
    /// deleting a disabled account and inserting it again does not enable it. A signing key that the attacker adds cannot be
    /// decrypted, and announces itself at least ten minutes before the present one stops signing. An invitation that the attacker
    /// adds promises no role, and the role of an operator's invitation goes only to whoever has the mail.
    /// </summary>
    public static readonly RolePrivileges Api = new(
        "the API",
        [
            new("__EFMigrationsHistory"),
            new("account_attempts") { Insert = Everything, Update = Everything, Delete = true },
            new("audit_beginning") { Insert = Everything, Update = Everything },
            AppendToAudit,
            new("audit_gaps") { Insert = Everything, Delete = true },
            new("audit_seals") { Insert = Everything },
            new("data_protection_keys") { Insert = Everything },
            new("devices") { Insert = Everything, Update = ["name", "last_used_at", "known_until"], Delete = true },
            new("mailed_codes") { Insert = Everything, Update = ["guesses", "token_id"], Delete = true },
            new("invitations")
            {
                Insert = ["id", "email", "normalized_email", "invited_by", "token_hash", "created_at", "expires_at"],
                Update = ["expires_at"],
                Delete = true,
            },
            new("one_time_tokens") { Insert = Everything, Update = ["expires_at", "used_at"], Delete = true },
            new("outbox")
            {
                Insert = AddedMail,
                Update =
                [
                    "user_id", "recipient", "token_id", "admitted_at", "next_attempt_at", "attempts", "sent_at", "failed_at",
                    "last_error", "erase_at",
                ],
                Delete = true,
            },

            // The purge locks the rows that it deletes, for which PostgreSQL demands the update of a column.
            new("passkey_challenges") { Insert = Everything, Update = ["expires_at"], Delete = true },
            new("passkeys") { Insert = Everything, Update = ["sign_count", "backed_up", "last_used_at", "name"], Delete = true },
            new("recovery_codes") { Insert = Everything, Delete = true },
            new("replicas") { Insert = Everything, Update = ["seen_at"], Delete = true },

            // The purge locks the rows that it deletes, for which PostgreSQL demands the update of a column.
            new("role_changes") { Update = ["changed_at"], Delete = true },
            new("roles"),
            new("second_factor_challenges") { Insert = Everything, Update = ["attempts", "used_at"], Delete = true },
            new("server_secrets"),
            new("sessions")
            {
                Insert = Everything,

                // Only replicas of the previous version write authenticated_at, during an upgrade.
                Update =
                [
                    "authenticated_at", "last_used_at", "expires_at", "generation", "token_hash", "previous_token_hash",
                    "rotated_at", "revoked_at", "revoked_reason", "revoked_xid", "authentication_methods", "device_id",
                    "device_name", "token_in_cookie",
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
            new("usernames")
            {
                Insert = Everything,
                Update = ["name", "user_id", "reserved_until", "reserved_for"],
                Delete = true,
            },
            new("users")
            {
                Insert = Everything,
                Update =
                [
                    "display_name", "fields", "email", "normalized_email", "email_verified", "password_hash", "security_stamp",
                    "password_changed_at", "totp_enabled", "last_login_at", "updated_at",
                ],
                Delete = true,
            },
        ])
    {
        // Only replicas of the previous version call the first two, during an upgrade. They do nothing.
        Functions =
        [
            "purge_audit(interval, integer)", "purge_refreshes(interval, integer)",
            "purge_sealed_audit(interval, bigint, bigint)", "purge_sealed_refreshes(interval, bigint, bigint)",
            "prepare_audit_partitions()",
            AnnounceSigningKey, RedeemInvitation,
        ],
    };

    /// <summary>
    /// The privileges of all commands except <c>migrate</c>: they manage accounts and sessions and re-encrypt keys, but do not
    /// change the schema.
    /// </summary>
    public static readonly RolePrivileges Operators = new(
        "the operators",
        [
            new("__EFMigrationsHistory"),
            new("account_attempts")
            {
                Update = ["user_id", "second_factor_failures", "consecutive_second_factor_failures"],
                Delete = true,
            },
            new("audit_beginning") { Update = ["key", "mac"] },
            AppendToAudit,
            new("audit_gaps"),
            new("audit_seals") { Update = ["key", "mac"] },
            new("data_protection_keys") { Update = ["xml"] },
            new("devices") { Delete = true },
            new("mailed_codes"),
            new("invitations") { Insert = Everything, Delete = true },
            new("one_time_tokens"),
            new("outbox")
            {
                Insert = AddedMail,
                Update =
                [
                    "queued_at", "next_attempt_at", "attempts", "failed_at", "last_error", "erase_at", "admitted_at", "token_id",
                ],
            },
            new("passkey_challenges"),
            new("passkeys") { Delete = true },
            new("recovery_codes") { Delete = true },
            new("replicas"),
            new("role_changes") { Insert = Everything, Update = ["version", "changed_at", "changed_xid"] },
            new("roles") { Insert = Everything },
            new("second_factor_challenges"),
            new("server_secrets") { Update = ["protected_key"] },
            new("sessions") { Update = ["revoked_at", "revoked_reason", "revoked_xid"] },
            new("signing_keys") { Update = ["protected_private_key"] },
            new("token_epoch") { Update = ["not_before"] },
            new("totp_credentials") { Update = ["protected_secret"], Delete = true },
            new("user_roles") { Insert = Everything, Delete = true },
            new("usernames")
            {
                Insert = Everything,
                Update = ["name", "user_id", "reserved_until", "reserved_for"],
                Delete = true,
            },
            new("users")
            {
                Insert = Everything,
                Update =
                [
                    "is_active", "fields", "password_hash", "security_stamp", "password_changed_at", "totp_enabled", "updated_at",
                ],
                Delete = true,
            },
        ])
    {
        Functions = [RotateSigningKey, RetireSigningKey],
    };

    /// <summary>Adds the parameters of a query (role, tables, privileges, columns, functions) and reads its rows.</summary>
    internal async Task<IReadOnlyList<string>> ReadAsync(NpgsqlCommand query, string? role, CancellationToken cancellationToken)
    {
        var listed = Tables.SelectMany(table => table.Listed()).ToList();
        query.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = role });
        query.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. listed.Select(l => l.Table)] });
        query.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. listed.Select(l => l.Privilege)] });
        query.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. listed.Select(l => l.Column)] });
        query.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Functions] });
        var running = query.ExecuteReaderAsync(cancellationToken);
        CancelRequests.Suppress(query.Connection!);
        await using var reader = await running;
        var findings = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            findings.Add(reader.GetString(0));
        }

        return findings;
    }
}
