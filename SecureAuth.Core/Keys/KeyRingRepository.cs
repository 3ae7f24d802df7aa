using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// The key ring in Postgres, as far as it is ours: Data Protection sees the elements alone that a configured master key has
/// sealed, and so takes neither a key that somebody slipped in nor a guess at one that it cannot read.
/// </summary>
internal sealed partial class KeyRingRepository(
    IServiceScopeFactory scopes, MasterKeys masterKeys, ILogger<KeyRingRepository> logger) : IXmlRepository
{
    private readonly ConcurrentDictionary<string, bool> _said = new();

    private volatile State _state = new(FrozenSet<Guid>.Empty, []);

    /// <summary>Master keys that elements ask for and that are not configured.</summary>
    public IReadOnlyCollection<string> MissingMasterKeys => _state.Missing;

    /// <summary>
    /// Whether an empty ring may get its first key from here: from a migration. An instance of the API that began one of its
    /// own, beside the migration, would not read the other one for a day.
    /// </summary>
    public bool MayBegin { get; set; }

    public bool Holds(Guid ringKeyId) => _state.Held.Contains(ringKeyId);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var rows = scope.ServiceProvider.GetRequiredService<AuthDbContext>().DataProtectionKeys.AsNoTracking()
            .OrderBy(row => row.Id).ToList();
        var opened = new Dictionary<Guid, XElement>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            switch (RingElement.Read(row.Xml, masterKeys))
            {
                // The MAC of a copied row is valid too, and Data Protection stops at an id that comes twice.
                case RingElement.Opened element:
                    opened.TryAdd(element.Id, element.Element);
                    break;

                case RingElement.NeedsKey needs:
                    missing.Add(needs.Fingerprint);
                    break;

                default:
                    SayRefused(row.Id);
                    break;
            }
        }

        _state = new State(opened.Keys.ToFrozenSet(), missing);
        foreach (var fingerprint in missing)
        {
            SayMissing(fingerprint);
        }

        return [.. opened.Values];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var state = _state;
        if (state.Held.Count == 0 && (state.Missing.Count > 0 || !MayBegin))
        {
            // A replica that can read none of the ring has the wrong master key, or has come before the migration.
            throw new StoreUnavailableException(
                state.Missing.Count > 0 ? MissingText(state.Missing) : "There is no key ring yet: run secureauth migrate");
        }

        // A statement of its own and no unit of work: the migration's connection is in a transaction already.
        var xml = RingElement.Write(element, masterKeys.Newest);
        using var scope = scopes.CreateScope();
        scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.ExecuteSql(
            $"INSERT INTO data_protection_keys (friendly_name, xml) VALUES ({friendlyName}, {xml})");
        LogAdded(friendlyName, masterKeys.Newest.Fingerprint);
    }

    public static string MissingText(IEnumerable<string> fingerprints) =>
        $"The key ring needs the master key {string.Join(", ", fingerprints)}, which is not configured: "
            + "add it to Keys__Master__0, …__1";

    private void SayMissing(string fingerprint)
    {
        if (_said.TryAdd(fingerprint, true))
        {
            LogMissing(MissingText([fingerprint]));
        }
    }

    private void SayRefused(int row)
    {
        if (_said.TryAdd($"row {row}", true))
        {
            LogRefused(row);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Problem}")]
    private partial void LogMissing(string problem);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Error,
        Message = "Row {Row} of data_protection_keys has no valid MAC of a master key of this installation and is not used")]
    private partial void LogRefused(int row);

    [LoggerMessage(
        EventId = 3, Level = LogLevel.Information,
        Message = "Added {Name} to the key ring, under the master key {Fingerprint}")]
    private partial void LogAdded(string name, string fingerprint);

    private sealed record State(FrozenSet<Guid> Held, IReadOnlyCollection<string> Missing);
}
