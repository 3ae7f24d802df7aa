using System.Collections;
using System.Reflection;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>The way from an options object to one value that can be configured.</summary>
internal sealed record SettingPath(IReadOnlyList<PropertyInfo> Properties)
{
    public PropertyInfo Value => Properties[^1];

    public bool IsList => IsListType(Value.PropertyType);

    /// <summary>The key within its section. A list has the key of its first element.</summary>
    public string Key => string.Join("__", Properties.Select(
        property => IsListType(property.PropertyType) ? $"{property.Name}__0" : property.Name));

    /// <summary>All values that a section of this type can have, in the order of the properties.</summary>
    public static IEnumerable<SettingPath> Of(Type options) => Of(options, []);

    public object? Get(object options) => Value.GetValue(Owner(options));

    public void Set(object options, object? value)
    {
        var owner = Owner(options);
        if (!IsList)
        {
            Value.SetValue(owner, value);
            return;
        }

        var list = (IList)Value.GetValue(owner)!;
        list.Clear();
        list.Add(value);
    }

    /// <summary>The object that has the value. A list of objects gets a first one if it has none.</summary>
    private object Owner(object options) => Properties.SkipLast(1).Aggregate(options, (owner, property) =>
    {
        var next = property.GetValue(owner)!;
        if (next is not IList list)
        {
            return next;
        }

        if (list.Count == 0)
        {
            list.Add(Activator.CreateInstance(property.PropertyType.GetGenericArguments()[0]));
        }

        return list[0]!;
    });

    private static IEnumerable<SettingPath> Of(Type type, IReadOnlyList<PropertyInfo> before)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            IReadOnlyList<PropertyInfo> path = [.. before, property];
            var element = IsListType(property.PropertyType) ? property.PropertyType.GetGenericArguments()[0] : null;
            if (!IsSimple(element ?? property.PropertyType))
            {
                foreach (var inner in Of(element ?? property.PropertyType, path))
                {
                    yield return inner;
                }
            }
            else if (element is not null || property.SetMethod is { IsPublic: true })
            {
                yield return new SettingPath(path);
            }
        }
    }

    private static bool IsSimple(Type type) =>
        type.Namespace == nameof(System) || type.IsEnum || Nullable.GetUnderlyingType(type) is not null;

    private static bool IsListType(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>);
}
