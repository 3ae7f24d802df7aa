using Microsoft.Extensions.Configuration;

namespace SecureAuth.Core.Configuration;

/// <summary>
/// Finds keys of the configuration that have no effect, because no setting has their name. A misspelt one would silently
/// leave a rule at its default: <c>Accounts__Regstration=Closed</c> lets everybody register.
/// </summary>
/// <remarks>
/// The environment may be shared with other programs. A section that is not ours is reported only if it differs in one character
/// from one of ours that has the setting, and a variable without a section never.
/// </remarks>
public sealed class UnknownSettings
{
    private const int SectionTolerance = 1;

    private readonly IConfiguration _configuration;

    private readonly Dictionary<string, KnownKeys> _sections = new(StringComparer.OrdinalIgnoreCase);

    internal UnknownSettings(IConfiguration configuration, IEnumerable<BoundSection> sections)
    {
        _configuration = configuration;
        foreach (var section in sections)
        {
            var path = section.Name.Split(':');
            var keys = _sections.TryGetValue(path[0], out var known) ? known : _sections[path[0]] = new KnownKeys();
            foreach (var name in path[1..])
            {
                keys = keys.GetOrAdd(name);
            }

            keys.Add(section.Options);
        }
    }

    /// <summary>
    /// Returns the keys, named as environment variables, each with what may have been meant. None contains a value, because it
    /// could be a secret.
    /// </summary>
    public IReadOnlyList<string> Find()
    {
        var files = SecretFiles.Keys(_configuration).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _configuration.GetChildren().SelectMany(section => FindIn(section, files))];
    }

    private IEnumerable<string> FindIn(IConfigurationSection section, HashSet<string> files)
    {
        foreach (var child in section.GetChildren())
        {
            var elsewhere = FindElsewhere(section.Key, child.Key);
            if (_sections.TryGetValue(section.Key, out var keys))
            {
                foreach (var problem in Find(section, keys, child, files, elsewhere))
                {
                    yield return problem;
                }
            }
            else if (elsewhere is not null)
            {
                yield return Describe(child, elsewhere);
            }
        }
    }

    /// <summary>Returns the setting of this name in a section with a similar name.</summary>
    private string? FindElsewhere(string section, string key) => _sections
        .Where(known => NearNames.Distance(section, known.Key) <= SectionTolerance)
        .SelectMany(known => known.Value.Names
            .Where(name => name.Equals(key, StringComparison.OrdinalIgnoreCase))
            .Select(name => $"{known.Key}__{name}"))
        .FirstOrDefault();

    private static IEnumerable<string> Find(
        IConfigurationSection parent,
        KnownKeys keys,
        IConfigurationSection section,
        HashSet<string> files,
        string? elsewhere = null)
    {
        if (keys.Find(section.Key) is not { } known)
        {
            var near = NearNames.Of(section.Key, keys.Names).Select(name => $"{Name(parent)}__{name}").FirstOrDefault();
            return files.Contains(section.Path) ? [] : [Describe(section, near ?? elsewhere)];
        }

        var problems = section.GetChildren().SelectMany(child => Find(section, known, child, files));
        return known.IsValue || string.IsNullOrEmpty(section.Value) ? problems : problems.Prepend(
            known.IsList
                ? $"{Name(section)} (a list, whose first element is {Name(section)}__0)"
                : $"{Name(section)} (it has no value of its own, but {string.Join(", ", known.Names)})");
    }

    private static string Describe(IConfigurationSection section, string? meant) =>
        meant is null ? Name(section) : $"{Name(section)} (did you mean {meant}?)";

    private static string Name(IConfigurationSection section) => section.Path.Replace(":", "__", StringComparison.Ordinal);
}
