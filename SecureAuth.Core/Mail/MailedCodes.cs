using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Mail;

/// <summary>
/// The codes of mails. A code is short enough to be typed and so to be guessed. So only the client that asked for it can use it,
/// with a token that is never mailed, and each request has five guesses and ten minutes (docs/decisions/0048-mailed-codes.md).
/// </summary>
public sealed class MailedCodes(AuthDbContext db, OneTimeTokens tokens, TimeProvider time)
{
    public const string TokenPrefix = "sarq_";

    public const int MaxGuesses = 5;

    /// <summary>How many codes an account gets in 24 hours. Further mails carry links, which nobody can guess.</summary>
    public const int MaxDaily = 20;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int TokenSize = 32;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public RequestedCode Create() => new(
        Guid.CreateVersion7(time.GetUtcNow()),
        TokenPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize)));

    /// <summary>Adds a request inside the caller's transaction, which also adds its mail.</summary>
    public Task AddAsync(RequestedCode code)
    {
        ArgumentNullException.ThrowIfNull(code);

        return db.Database.ExecuteSqlAsync(
            $"""
            -- insert mailed code
            INSERT INTO mailed_codes (id, token_hash, guesses, expires_at)
            VALUES ({code.Id}, {Hash(code.Token)}, 0, clock_timestamp() + {Lifetime})
            """);
    }

    /// <summary>Whether an account whose row is locked has had as many codes as it may.</summary>
    public async Task<bool> HadTooManyAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<bool>(
            $"""
            -- count mailed codes
            SELECT count(*) >= {MaxDaily} AS "Value"
            FROM one_time_tokens t JOIN mailed_codes c ON c.token_id = t.id
            WHERE t.user_id = {userId} AND t.created_at > clock_timestamp() - {Day}
            """).ToListAsync();
        return rows is [true];
    }

    /// <summary>
    /// Checks a code. The guess is counted by one statement, and committed, before anything is compared. So parallel guesses on
    /// any number of replicas are no more than five.
    /// </summary>
    public async Task<CodeGuess> GuessAsync(string requestToken, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requestToken);
        ArgumentNullException.ThrowIfNull(code);

        var key = await tokens.KeyAsync(cancellationToken);
        var counted = await db.Database.SqlQuery<Counted>(
            $"""
            -- count guess at mailed code
            UPDATE mailed_codes c SET guesses = guesses + 1
            WHERE c.token_hash = {Hash(requestToken)} AND c.guesses < {MaxGuesses} AND c.expires_at > clock_timestamp()
                AND NOT EXISTS (SELECT FROM one_time_tokens t WHERE t.id = c.token_id AND t.used_at IS NOT NULL)
            RETURNING c.id, c.token_id
            """).ToListAsync(CancellationToken.None);
        if (counted is not [var request])
        {
            return new CodeGuess.Refused();
        }

        // A request without an account runs the same statement and derives a code too.
        var found = await db.Database.SqlQuery<TokenSubject>(
            $"""
            -- find token of mailed code
            SELECT t.id, t.purpose, t.user_id, t.normalized_email, t.security_stamp, t.email, {request.Id} AS code_id
            FROM one_time_tokens t WHERE t.id = {request.TokenId}
            """).ToListAsync(CancellationToken.None);
        var subject = found.SingleOrDefault();
        var isRight = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(key.DeriveCode(subject ?? Nobody(request.Id))), Encoding.UTF8.GetBytes(Clean(code)));
        return isRight && subject is not null
            ? new CodeGuess.Right(request.Id, subject.Purpose, subject.UserId, key.Derive(subject))
            : new CodeGuess.Wrong(subject?.UserId);
    }

    /// <summary>
    /// Gives a guess back that was right, although the code was not used up: the new password was weak, or the server busy.
    /// </summary>
    public Task GiveBackAsync(CodeGuess.Right guess)
    {
        ArgumentNullException.ThrowIfNull(guess);

        return db.Database.ExecuteSqlAsync(
            $"""
            -- give guess back
            UPDATE mailed_codes SET guesses = guesses - 1 WHERE id = {guess.CodeId} AND guesses > 0
            """);
    }

    /// <summary>People type the digits in groups.</summary>
    private static string Clean(string code) => code.Replace(" ", "", StringComparison.Ordinal);

    private static TokenSubject Nobody(Guid codeId) =>
        new(Guid.Empty, OneTimeTokenPurpose.VerifyEmail, Guid.Empty, "", "", CodeId: codeId);

    /// <summary>A fast hash is sufficient, because the token has 256 random bits.</summary>
    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private sealed record Counted(Guid Id, Guid? TokenId);
}
