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
/// Stores the key ring in Postgres. Data Protection only sees elements with a valid MAC of a configured master key, so it never
/// uses a key that an attacker has inserted and never tries to read an element that it cannot decrypt.
/// </summary>
internal sealed partial class KeyRingRepository(
    IServiceScopeFactory scopes, MasterKeys masterKeys, ILogger<KeyRingRepository> logger) : IXmlRepository
{
    private readonly ConcurrentDictionary<string, bool> _logged = new();

    private volatile State _state = new(FrozenSet<Guid>.Empty, []);

    /// <summary>The fingerprints of master keys that elements need but that are not configured.</summary>
    public IReadOnlyCollection<string> MissingMasterKeys => _state.Missing;

    /// <summary>
    /// Whether this process may create the first key of an empty ring. Only the migration may. If an API instance created its own
    /// first key in parallel to the migration, it would not read the migration's key for a day.
    /// </summary>
    public bool AllowsCreation { get; set; }

    public bool Contains(Guid ringKeyId) => _state.KeyIds.Contains(ringKeyId);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var rows = scope.ServiceProvider.GetRequiredService<AuthDbContext>().DataProtectionKeys.AsNoTracking()
            .TagWith("find key ring").OrderBy(row => row.Id).ToList();
        var opened = new Dictionary<Guid, XElement>();
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            switch (RingElement.Read(row.Xml, masterKeys))
            {
                // A copied row has a valid MAC too, and Data Protection fails if an id occurs twice.
                case RingElement.Opened element:
                    opened.TryAdd(element.Id, element.Element);
                    break;

                case RingElement.NeedsKey needs:
                    missing.Add(needs.Fingerprint);
                    break;

                default:
                    LogRefusedOnce(row.Id);
                    break;
            }
        }

        _state = new State(opened.Keys.ToFrozenSet(), missing);
        foreach (var fingerprint in missing)
        {
            LogMissingOnce(fingerprint);
        }

        return [.. opened.Values];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var state = _state;
        if (state.KeyIds.Count == 0 && (state.Missing.Count > 0 || !AllowsCreation))
        {
            // A replica that can read no element has the wrong master key, or was started before the migration.
            throw new StoreUnavailableException(
                state.Missing.Count > 0 ? MissingText(state.Missing) : "There is no key ring yet: run secureauth migrate");
        }

        // This is a single statement instead of SaveChanges, because the migration's connection is already in a transaction.
        var xml = RingElement.Write(element, masterKeys.Newest);
        using var scope = scopes.CreateScope();
        scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.ExecuteSql(
            $"""
            -- insert key ring element
            INSERT INTO data_protection_keys (friendly_name, xml) VALUES ({friendlyName}, {xml})
            """);
        LogAdded(friendlyName, masterKeys.Newest.Fingerprint);
    }

    public static string MissingText(IEnumerable<string> fingerprints) =>
        $"The key ring needs the master key {string.Join(", ", fingerprints)}, which is not configured: "
            + "add it to Keys__Master__0, …__1";

    private void LogMissingOnce(string fingerprint)
    {
        if (_logged.TryAdd(fingerprint, true))
        {
            LogMissing(MissingText([fingerprint]));
        }
    }

    private void LogRefusedOnce(int row)
    {
        if (_logged.TryAdd($"row {row}", true))
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

    private sealed record State(FrozenSet<Guid> KeyIds, IReadOnlyCollection<string> Missing);
}
