namespace SecureAuth.Core.Data;

/// <summary>One table's expired rows, and the statement that removes a batch of the oldest.</summary>
/// <remarks>
/// By <c>now()</c>, which stands still within a statement: Postgres looks nothing up in an index by <c>clock_timestamp()</c>.
/// The order keeps it from reading the whole table instead, where half of the rows have expired. What another transaction
/// holds is left for the next time.
/// </remarks>
internal sealed record Purge(string Table, FormattableString Statement)
{
    public const int BatchSize = 500;

    /// <summary>Longer than any access token lives: until then the revocation of a session must be found.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public static readonly IReadOnlyList<Purge> All =
    [
        new(
            "sessions",
            $"""
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions
                WHERE LEAST(expires_at, absolute_expires_at, revoked_at) < now() - {KeptFor}
                ORDER BY LEAST(expires_at, absolute_expires_at, revoked_at)
                LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            """),
        new(
            "second_factor_challenges",
            $"""
            DELETE FROM second_factor_challenges WHERE token_hash IN (
                SELECT token_hash FROM second_factor_challenges
                WHERE expires_at < now() - {KeptFor}
                ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            """),
        new(
            "account_attempts",
            $"""
            DELETE FROM account_attempts WHERE identifier_hash IN (
                SELECT identifier_hash FROM account_attempts
                WHERE updated_at < now() - {KeptFor} AND (locked_until IS NULL OR locked_until < now())
                ORDER BY updated_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            """),

        // Set-ups that nobody has confirmed. One in force has no age.
        new(
            "totp_credentials",
            $"""
            DELETE FROM totp_credentials WHERE user_id IN (
                SELECT user_id FROM totp_credentials
                WHERE confirmed_at IS NULL AND created_at < now() - {KeptFor}
                ORDER BY created_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED)
            """),
    ];
}
