using System.Globalization;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>How far the audit is sealed.</summary>
/// <param name="LastSeal">The number of the last seal, or null before the first one.</param>
/// <param name="Fault">Why the last seal must not be followed by another one.</param>
/// <param name="SealedAt">The time of the last seal.</param>
/// <param name="UnsealedAge">The age of the oldest row that is not sealed yet, or null if all are sealed.</param>
/// <param name="HasGaps">Whether ids before the last seal may still be committed.</param>
public sealed record AuditSealing(
    long? LastSeal, SealFault Fault, DateTimeOffset? SealedAt, TimeSpan? UnsealedAge, bool HasGaps)
{
    /// <summary>Beyond this, no instance of the API seals.</summary>
    public static readonly TimeSpan TolerableAge = TimeSpan.FromMinutes(5);

    /// <summary>Whether the last seal is wrong, so that what it says about sealed rows is wrong too.</summary>
    public bool HasWrongSeal => Fault is SealFault.Forged or SealFault.BeyondRows;

    /// <summary>What keeps the rows from being sealed, as a sentence for operators, or null.</summary>
    public string? Problem => Fault switch
    {
        SealFault.Forged => string.Create(
            CultureInfo.InvariantCulture, $"seal {LastSeal} is forged, so no rows are sealed after it"),
        SealFault.BeyondRows => string.Create(
            CultureInfo.InvariantCulture, $"seal {LastSeal} claims rows that do not exist yet, so no rows are sealed after it"),
        _ when UnsealedAge is { } age && age > TolerableAge => string.Create(
            CultureInfo.InvariantCulture, $"no instance of the API has sealed rows for {age.TotalMinutes:0} minutes"),
        _ => null,
    };

    public static async Task<AuditSealing> ReadAsync(AuthDbContext db, MasterKeys keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(keys);

        var read = await SealingReading.ReadAsync(db, cancellationToken);
        return new AuditSealing(read.Number, read.FindFault(keys), read.SealedAt, read.UnsealedAge, read.HasGaps);
    }
}
