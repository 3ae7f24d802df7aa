using System.Collections;
using System.Reflection;

namespace SecureAuth.Core.Configuration;

/// <summary>The keys that may follow a key of the configuration, as the binder finds them in a class of options.</summary>
internal sealed class KnownKeys
{
    private readonly Dictionary<string, KnownKeys> _members = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What follows the number of an element, if this is a list, or the key of an entry.</summary>
    private KnownKeys? _element;

    /// <summary>Whether the key itself has a value, so that no other key follows it.</summary>
    public bool IsValue { get; private init; }

    public bool IsList => _element is not null;

    public IReadOnlyCollection<string> Names => _members.Keys;

    /// <summary>Returns what may follow this key and the next one, or null if no setting has this name.</summary>
    public KnownKeys? Find(string next) => _element ?? _members.GetValueOrDefault(next);

    public KnownKeys GetOrAdd(string name) =>
        _members.TryGetValue(name, out var known) ? known : _members[name] = new KnownKeys();

    /// <summary>Adds the settings of a class of options to those of others in the same section.</summary>
    public void Add(Type options)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // A value that nothing sets is computed from others.
            if (!IsSimple(property.PropertyType) || property.SetMethod is { IsPublic: true })
            {
                _members[property.Name] = Of(property.PropertyType);
            }
        }
    }

    private static KnownKeys Of(Type type)
    {
        if (IsSimple(type))
        {
            return new KnownKeys { IsValue = true };
        }

        var keys = new KnownKeys();
        if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            keys._element = Of(type.GetElementType() ?? type.GetGenericArguments()[^1]);
        }
        else
        {
            keys.Add(type);
        }

        return keys;
    }

    private static bool IsSimple(Type type) =>
        (type.Namespace == nameof(System) && !type.IsArray) || type.IsEnum || Nullable.GetUnderlyingType(type) is not null;
}
