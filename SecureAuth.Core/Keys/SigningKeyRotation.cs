using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Replaces signing keys. The functions of the database decide, by its clock and under a lock of all keys, so that it does not
/// matter how many callers have the same idea.
/// </summary>
public sealed class SigningKeyRotation(
    AuditLog audit, AuthDbContext db, KeyRing keyRing, SigningKeyRing signingKeys, IOptions<SigningKeyOptions> options)
{
    /// <summary>Announces the next key if it is time to.</summary>
    /// <returns>The announced key, or null if there is nothing to do, or another instance was faster.</returns>
    /// <exception cref="StoreUnavailableException">A signing key, or the key ring, cannot be decrypted.</exception>
    public async Task<AnnouncedSigningKey?> AnnounceIfDueAsync(CancellationToken cancellationToken)
    {
        var interval = options.Value.RotationInterval;
        var lead = options.Value.AnnounceBefore;
        var due = await db.Database.SqlQuery<bool>(
            $"""
            -- check age of signing key
            SELECT COALESCE(max(activates_at) + {interval} - {lead} <= now(), false) AS "Value" FROM signing_keys
            WHERE retires_at IS NULL OR retires_at > now()
            """).ToListAsync(cancellationToken);
        if (due is not [true])
        {
            return null;
        }

        // An instance that lacks a master key must not add a key that the others may not be able to decrypt.
        if (signingKeys.UnreadableKeyIds.Count > 0)
        {
            throw new StoreUnavailableException(
                $"No key is announced while others cannot be decrypted: {string.Join(", ", signingKeys.UnreadableKeyIds)}");
        }

        var key = NewSigningKey.Create(keyRing);
        await using var transaction = await audit.BeginAsync();
        var activation = await db.Database.SqlQuery<DateTimeOffset?>(
            $"""
            -- announce signing key
            SELECT announce_signing_key(
                {key.KeyId}, {key.PublicKey}, {key.ProtectedPrivateKey}, {interval}, {lead}) AS "Value"
            """).ToListAsync(CancellationToken.None);
        if (activation is not [{ } activatesAt])
        {
            return null;
        }

        transaction.Record(new AuditEntry(AuditEvent.SigningKeyAnnounced, AuditOutcome.Success, System()));
        await transaction.CommitAsync();
        return new AnnouncedSigningKey(key.KeyId, activatesAt, Changed: true, IsNew: true);
    }

    /// <summary>
    /// Announces the next key, which signs as soon as every cache has it. If one has been announced already, it signs sooner.
    /// </summary>
    /// <param name="entry">The audit entry, or null to roll everything back.</param>
    /// <param name="cancellationToken">Cancels what comes before the change.</param>
    public async Task<AnnouncedSigningKey> RotateAsync(AuditEntry? entry, CancellationToken cancellationToken)
    {
        await signingKeys.ReloadAsync(db, cancellationToken);
        var key = NewSigningKey.Create(keyRing);
        await using var transaction = await audit.BeginAsync();
        var results = await db.Database.SqlQuery<AnnouncedSigningKey>(
            $"""
            -- rotate signing key
            SELECT next_id AS key_id, activation AS activates_at, changed, next_id = {key.KeyId} AS is_new
            FROM rotate_signing_key({key.KeyId}, {key.PublicKey}, {key.ProtectedPrivateKey})
            """).ToListAsync(CancellationToken.None);
        var result = results[0];

        // A key that nobody can decrypt would sign nothing, and the present one would retire.
        if (signingKeys.UnreadableKeyIds.Contains(result.KeyId))
        {
            throw new StoreUnavailableException(
                $"The next key {result.KeyId} cannot be decrypted: configure its master key, or retire it");
        }

        await EndAsync(transaction, entry, result.Changed);
        return result;
    }

    /// <summary>
    /// Rejects the tokens of a key from now on. If it is the one that signs, the announced key takes its place, or a new one.
    /// </summary>
    /// <param name="entry">The audit entry, or null to roll everything back.</param>
    /// <param name="cancellationToken">Cancels what comes before the change.</param>
    public async Task<RetiredSigningKey> RetireAsync(string keyId, AuditEntry? entry, CancellationToken cancellationToken)
    {
        await signingKeys.ReloadAsync(db, cancellationToken);
        var readable = signingKeys.VerificationKeys.Select(key => key.KeyId).ToArray();

        // If the key ring cannot be used, a key that does not sign can still be retired.
        var (key, problem) = TryCreate();
        await using var transaction = await audit.BeginAsync();
        var results = await db.Database.SqlQuery<RetiredSigningKey>(
            $"""
            -- retire signing key
            SELECT changed, signing_id AS signing_key_id, is_new, needs_new
            FROM retire_signing_key(
                {keyId}, {readable}, {key?.KeyId}::text, {key?.PublicKey}::bytea, {key?.ProtectedPrivateKey}::bytea)
            """).ToListAsync(CancellationToken.None);
        var result = results[0];
        if (result.NeedsNew && problem is not null)
        {
            throw problem;
        }

        await EndAsync(transaction, entry, result.Changed);
        return result;
    }

    private static async Task EndAsync(AuditedTransaction transaction, AuditEntry? entry, bool changed)
    {
        if (entry is not null && changed)
        {
            transaction.Record(entry);
            await transaction.CommitAsync();
        }
    }

    private (NewSigningKey? Key, StoreUnavailableException? Problem) TryCreate()
    {
        try
        {
            return (NewSigningKey.Create(keyRing), null);
        }
        catch (StoreUnavailableException error)
        {
            return (null, error);
        }
    }

    private static Actor System()
    {
        var trace = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        return new Actor(ActorKind.System, Name: null, Address: null, UserAgent: null, RequestId: null, trace);
    }
}
