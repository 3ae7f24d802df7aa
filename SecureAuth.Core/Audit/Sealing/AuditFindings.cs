using System.Globalization;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>Collects findings, up to as many as anybody would read.</summary>
internal sealed class AuditFindings
{
    private const int Maximum = 20;

    private readonly List<AuditFinding> _all = [];

    public IReadOnlyList<AuditFinding> All => _all;

    public bool AreEnough => _all.Count >= Maximum;

    public bool AreAboutSeals => _all.Exists(
        finding => finding.Kind is AuditFindingKind.SealRemoved or AuditFindingKind.SealChanged);

    public void Add(AuditFindingKind kind, string detail, long? seal = null) =>
        Add(new AuditFinding(kind, detail) { Seal = seal });

    public void AddRow(AuditFindingKind kind, string detail, long? seal, AuditLeafRow row) => Add(new AuditFinding(kind, detail)
    {
        Seal = seal,
        Row = row.Id,
        OccurredAt = row.OccurredAt,
        Event = NameOf(row.Event),
    });

    public void AddRemoved(AuditSeal seal, long id)
    {
        var (from, to) = (TimeOf(seal.OldestAt), TimeOf(seal.NewestAt));
        Add(new AuditFinding(
            AuditFindingKind.RowRemoved, $"row {id} was removed; its batch is of {(from == to ? from : $"{from} to {to}")}")
        {
            Seal = seal.Number,
            Row = id,
        });
    }

    private void Add(AuditFinding finding)
    {
        if (!AreEnough)
        {
            _all.Add(finding);
        }
    }

    private static string TimeOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string NameOf(int number) => Enum.IsDefined((AuditEvent)number)
        ? WireName.Of((AuditEvent)number)
        : $"unknown event {number}";
}
