using Microsoft.Extensions.Configuration;

namespace SecureAuth.Core.Configuration;

/// <summary>
/// Finds keys of the configuration that have no effect, because no setting has their name. A misspelt one would leave a rule at
/// its default without a word: <c>Accounts__Regstration=Closed</c> lets everybody register.
/// </summary>
public sealed class UnknownSettings
{
    /// <summary>
    /// A section whose name is further from one of ours than one character belongs to something else. It may share the
    /// environment.
    /// </summary>
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
    /// Returns a sentence for each key, which names it as an environment variable. None contains a value, because it could be a
    /// secret.
    /// </summary>
    public IReadOnlyList<string> Find()
    {
        var files = SecretFiles.Keys(_configuration).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _configuration.GetChildren().SelectMany(section => FindIn(section, files))];
    }

    private IEnumerable<string> FindIn(IConfigurationSection section, HashSet<string> files)
    {
        if (_sections.TryGetValue(section.Key, out var keys))
        {
            return Find(section, keys, files);
        }

        var near = _sections.Keys.FirstOrDefault(name => NearNames.Distance(section.Key, name) <= SectionTolerance);
        return near is null || !section.GetChildren().Any()
            ? []
            : [$"{section.Key} is no section of the settings; did you mean {near}?"];
    }

    private static IEnumerable<string> Find(IConfigurationSection section, KnownKeys keys, HashSet<string> files)
    {
        if (!keys.IsValue && !string.IsNullOrEmpty(section.Value))
        {
            yield return keys.IsList
                ? $"{Name(section)} is a list; its first element is {Name(section)}__0"
                : $"{Name(section)} has no value of its own; its settings are {string.Join(", ", keys.Names)}";
        }

        foreach (var child in section.GetChildren())
        {
            if (keys.Find(child.Key) is { } next)
            {
                foreach (var problem in Find(child, next, files))
                {
                    yield return problem;
                }
            }
            else if (!files.Contains(child.Path))
            {
                yield return NearNames.Of(child.Key, keys.Names) is [var near, ..]
                    ? $"{Name(child)} is no setting; did you mean {Name(section)}__{near}?"
                    : $"{Name(child)} is no setting";
            }
        }
    }

    private static string Name(IConfigurationSection section) => section.Path.Replace(":", "__", StringComparison.Ordinal);
}
