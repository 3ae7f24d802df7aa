using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Devices;

/// <summary>
/// Remembers and forgets the devices of users. Locks on devices are taken after those on sessions, in the caller's transaction.
/// </summary>
public sealed class UserDevices(AuthDbContext db, ServerSecrets secrets)
{
    /// <summary>The key of the tokens. Read it before a transaction begins.</summary>
    public async ValueTask<DeviceKey> KeyAsync(CancellationToken cancellationToken) =>
        new(await secrets.GetAsync(SecretPurpose.DeviceTokens, cancellationToken));

    /// <summary>
    /// Records the device of a new session in the caller's transaction, which has locked the user's row. A device that is not
    /// known, or has been locked, becomes a new one, and the least recently used devices above the maximum are forgotten.
    /// </summary>
    /// <param name="sessionId">The new session.</param>
    /// <param name="deviceId">
    /// The device that a valid token named, or null. It may have been forgotten in the meantime and must then stay so.
    /// </param>
    /// <param name="name">The name that the client gave to the device, or null to keep the known one.</param>
    /// <param name="now">The time of Postgres.</param>
    public async Task<SeenDevice> RememberAsync(
        Guid userId, Guid sessionId, Guid? deviceId, string? name, DateTimeOffset now)
    {
        var rows = await db.Database.SqlQuery<SeenDevice>(
            $"""
            -- remember device
            WITH known AS (
                UPDATE devices SET last_used_at = {now}, name = COALESCE({name}::text, name)
                WHERE id = {deviceId}::uuid AND user_id = {userId} AND known_until IS NULL
                RETURNING id, name, false AS is_new),
            added AS (
                INSERT INTO devices (id, user_id, name, created_at, last_used_at)
                SELECT {Guid.CreateVersion7(now)}, {userId}, {name}::text, {now}, {now}
                WHERE NOT EXISTS (SELECT FROM known)
                RETURNING id, name, true AS is_new),
            evicted AS (
                DELETE FROM devices WHERE id IN (
                    SELECT id FROM devices
                    WHERE user_id = {userId} AND id IS DISTINCT FROM (SELECT id FROM known)
                    ORDER BY known_until IS NOT NULL, last_used_at DESC, id DESC OFFSET {Device.MaximumPerUser - 1})
                RETURNING id)
            UPDATE sessions s SET device_id = d.id, device_name = COALESCE(s.device_name, d.name)
            FROM (SELECT * FROM known UNION ALL SELECT * FROM added) d
            WHERE s.id = {sessionId}
            RETURNING d.id, d.is_new, (SELECT count(*) FROM evicted)::integer AS evicted
            """).ToListAsync();
        return rows[0];
    }

    /// <summary>Forgets all devices of a user, except that of a session.</summary>
    /// <returns>Their number.</returns>
    public Task<int> ForgetAllAsync(Guid userId, Guid? exceptSession) => db.Database.ExecuteSqlAsync(
        $"""
        -- forget devices
        DELETE FROM devices
        WHERE user_id = {userId}
            AND id IS DISTINCT FROM (SELECT s.device_id FROM sessions s WHERE s.id = {exceptSession}::uuid)
        """);

    /// <summary>Lists a user's devices, oldest first.</summary>
    public Task<List<Device>> ListAsync(Guid userId, CancellationToken cancellationToken) => db.Devices.AsNoTracking()
        .TagWith("list devices").Where(d => d.UserId == userId).OrderBy(d => d.Id).ToListAsync(cancellationToken);
}
