using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Mail;

/// <summary>
/// Issues the tokens of mails and uses them up. A token is invalid after its use, after its time, and as soon as a newer one for
/// the same purpose has been issued, the password or the address has been changed, or the account has been disabled.
/// </summary>
public sealed class OneTimeTokens(AuthDbContext db, ServerSecrets secrets, TimeProvider time)
{
    private static readonly TimeSpan VerifyLifetime = TimeSpan.FromHours(24);

    private static readonly TimeSpan ResetLifetime = TimeSpan.FromHours(1);

    private static readonly TimeSpan InvitationLifetime = TimeSpan.FromDays(7);

    public static TimeSpan LifetimeOf(OneTimeTokenPurpose purpose) => purpose switch
    {
        OneTimeTokenPurpose.ResetPassword => ResetLifetime,
        OneTimeTokenPurpose.RestoreEmail => RestoreTokens.Lifetime,
        OneTimeTokenPurpose.Invitation => InvitationLifetime,
        _ => VerifyLifetime,
    };

    /// <summary>The key of the tokens. Read it before a transaction begins.</summary>
    public async ValueTask<OneTimeTokenKey> KeyAsync(CancellationToken cancellationToken) =>
        new(await secrets.GetAsync(SecretPurpose.OneTimeTokens, cancellationToken));

    /// <summary>
    /// Issues a token inside the caller's transaction, which has locked the user's row, and ends the older links of the purpose.
    /// Expired tokens are left alone, because a purge may have locked them.
    /// </summary>
    /// <remarks>
    /// A code does not end older ones, and a link ends no code. Each code belongs to a request of somebody: if the request of a
    /// stranger ended that of the owner, the owner could be kept from ever using a code, and the stranger would learn that there
    /// is an account. Only a new address that a signed-in user asks for replaces the one before.
    /// </remarks>
    /// <param name="purpose">What the token is for.</param>
    /// <param name="normalizedEmail">The address that the account has now.</param>
    /// <param name="securityStamp">The stamp that the account has now.</param>
    /// <param name="email">The address that the account gets by the token.</param>
    /// <param name="sessionId">The session that asks for it.</param>
    /// <param name="codeId">The request for a code, if the mail carries that instead of the token.</param>
    /// <returns>Null if the request for the code has expired.</returns>
    public async Task<TokenSubject?> IssueAsync(
        OneTimeTokenKey key,
        OneTimeTokenPurpose purpose,
        Guid userId,
        string normalizedEmail,
        string securityStamp,
        string? email = null,
        Guid? sessionId = null,
        Guid? codeId = null)
    {
        ArgumentNullException.ThrowIfNull(key);

        var subject = new TokenSubject(
            Guid.CreateVersion7(time.GetUtcNow()), purpose, userId, normalizedEmail, securityStamp, email, codeId);
        var hash = OneTimeTokenKey.Hash(key.Derive(subject));
        var issued = await db.Database.ExecuteSqlAsync(
            codeId is null ? InsertLink(subject, sessionId, hash) : InsertCode(subject, sessionId, hash));
        return issued > 0 ? subject : null;
    }

    /// <summary>
    /// Lets the lifetime of a token begin again, because its mail could not be delivered until now. The mail server may have been
    /// away for longer than that. The times of a code, and of an address that can be put back, do not depend on the mail.
    /// </summary>
    /// <returns>Null if the token has been used or replaced, or is not valid for another reason.</returns>
    public async Task<TokenSubject?> RenewAsync(Guid id)
    {
        var rows = await db.Database.SqlQuery<TokenSubject>(
            $"""
            -- renew one-time token
            UPDATE one_time_tokens t
            SET expires_at = CASE
                WHEN t.purpose = {(int)OneTimeTokenPurpose.RestoreEmail} OR c.id IS NOT NULL THEN t.expires_at
                WHEN t.purpose = {(int)OneTimeTokenPurpose.ResetPassword} THEN clock_timestamp() + {ResetLifetime}
                ELSE clock_timestamp() + {VerifyLifetime} END
            FROM users u LEFT JOIN mailed_codes c ON c.token_id = {id}
            WHERE t.id = {id} AND t.used_at IS NULL AND u.id = t.user_id AND (c.id IS NULL OR c.expires_at > clock_timestamp())
                AND CASE t.purpose
                    WHEN {(int)OneTimeTokenPurpose.RestoreEmail} THEN t.expires_at > clock_timestamp()
                    ELSE u.is_active AND u.normalized_email = t.normalized_email AND u.security_stamp = t.security_stamp END
            RETURNING t.id, t.purpose, t.user_id, t.normalized_email, t.security_stamp, t.email, c.id AS code_id
            """).ToListAsync();
        return rows is [var subject] ? subject : null;
    }

    /// <summary>Finds a token that is valid now. Finding it does not use it up.</summary>
    public Task<OpenToken?> FindAsync(OneTimeTokenPurpose purpose, string token, CancellationToken cancellationToken) =>
        FindAsync([purpose], token, cancellationToken);

    /// <summary>The same, if an endpoint takes tokens of several purposes.</summary>
    public async Task<OpenToken?> FindAsync(
        OneTimeTokenPurpose[] purposes, string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        ArgumentNullException.ThrowIfNull(token);

        var rows = await db.Database.SqlQuery<OpenToken>(
            $"""
            -- find one-time token
            SELECT t.token_hash, t.purpose, t.user_id, u.email, u.normalized_email, u.security_stamp,
                t.email AS new_email, t.session_id, t.created_at
            FROM one_time_tokens t JOIN users u ON u.id = t.user_id
            WHERE t.token_hash = {OneTimeTokenKey.Hash(token)} AND t.purpose = ANY({Array.ConvertAll(purposes, p => (int)p)})
                AND t.used_at IS NULL AND t.expires_at > clock_timestamp() AND u.is_active
                AND u.normalized_email = t.normalized_email AND u.security_stamp = t.security_stamp
            """).ToListAsync(cancellationToken);
        return rows is [var open] ? open : null;
    }

    /// <summary>
    /// Uses a token up inside the caller's transaction, which has locked the user's row. Of any number of callers on any replica,
    /// one gets true.
    /// </summary>
    public async Task<bool> UseAsync(OpenToken token)
    {
        ArgumentNullException.ThrowIfNull(token);

        return await db.Database.ExecuteSqlAsync(
            $"""
            -- use one-time token
            UPDATE one_time_tokens t SET used_at = clock_timestamp()
            FROM users u
            WHERE t.token_hash = {token.TokenHash} AND t.used_at IS NULL AND t.expires_at > clock_timestamp()
                AND u.id = t.user_id AND u.is_active
                AND u.normalized_email = t.normalized_email AND u.security_stamp = t.security_stamp
            """) > 0;
    }

    private static FormattableString InsertLink(TokenSubject token, Guid? sessionId, byte[] hash) =>
        $"""
        -- insert one-time token
        WITH older AS (
            UPDATE one_time_tokens t SET used_at = clock_timestamp()
            WHERE t.user_id = {token.UserId} AND t.purpose = {(int)token.Purpose} AND t.used_at IS NULL
                AND t.expires_at > clock_timestamp() AND (
                    t.purpose = {(int)OneTimeTokenPurpose.ChangeEmail}
                    OR NOT EXISTS (SELECT FROM mailed_codes c WHERE c.token_id = t.id)))
        INSERT INTO one_time_tokens (
            id, user_id, purpose, normalized_email, security_stamp, email, session_id, token_hash, created_at, expires_at)
        VALUES (
            {token.Id}, {token.UserId}, {(int)token.Purpose}, {token.NormalizedEmail}, {token.SecurityStamp},
            {token.Email}::text, {sessionId}::uuid, {hash}, clock_timestamp(), clock_timestamp() + {LifetimeOf(token.Purpose)})
        """;

    /// <summary>The token ends with the request for the code, however late the mail is.</summary>
    private static FormattableString InsertCode(TokenSubject token, Guid? sessionId, byte[] hash) =>
        $"""
        -- insert token of mailed code
        WITH older AS (
            UPDATE one_time_tokens t SET used_at = clock_timestamp()
            WHERE t.user_id = {token.UserId} AND t.purpose = {(int)token.Purpose} AND t.used_at IS NULL
                AND t.expires_at > clock_timestamp() AND t.purpose = {(int)OneTimeTokenPurpose.ChangeEmail}),
        code AS (
            UPDATE mailed_codes SET token_id = {token.Id}
            WHERE id = {token.CodeId} AND expires_at > clock_timestamp()
            RETURNING expires_at)
        INSERT INTO one_time_tokens (
            id, user_id, purpose, normalized_email, security_stamp, email, session_id, token_hash, created_at, expires_at)
        SELECT
            {token.Id}, {token.UserId}, {(int)token.Purpose}, {token.NormalizedEmail}, {token.SecurityStamp},
            {token.Email}::text, {sessionId}::uuid, {hash}, clock_timestamp(), code.expires_at
        FROM code
        """;
}
