using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.UserFields;

/// <summary>The configured fields of accounts: reads what is to be stored, and what has been stored.</summary>
/// <remarks>
/// A stored value may be from another configuration. A field that is no longer configured keeps its value, which appears nowhere
/// but in the export and at the command line. A value that its field would not accept any more is not put into tokens.
/// </remarks>
public sealed class ConfiguredFields
{
    /// <summary>The fields of an account that has none.</summary>
    public const string Empty = "{}";

    private readonly List<UserField> _inTokens;

    public ConfiguredFields(IOptions<UserFieldOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);

        All = [.. options.Value.Fields.Select(UserField.Of)];
        _inTokens = [.. All.Where(field => field.InToken)];
    }

    public IReadOnlyList<UserField> All { get; }

    public bool Any => All.Count > 0;

    public UserField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>Validates changes. Null removes a value. The changes must not be used if there is a problem.</summary>
    /// <param name="values">The values by the names of the fields. What is absent is not changed.</param>
    /// <param name="editor">Who makes the changes.</param>
    /// <param name="isNew">Whether the account is new, so that nothing can be absent that is required.</param>
    /// <param name="problems">Receives the name of the field and what is wrong.</param>
    public FieldChanges Read(
        IEnumerable<KeyValuePair<string, JsonElement>> values, FieldEditor editor, bool isNew,
        ICollection<(string Name, FieldProblem Problem)> problems)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(problems);

        var set = new Dictionary<string, object>(StringComparer.Ordinal);
        var removed = new List<string>();
        foreach (var (name, value) in values)
        {
            if (Find(name) is not { } field || !field.IsEditableBy(editor))
            {
                problems.Add((name, FieldProblem.NotAcceptable));
            }
            else if (value.ValueKind == JsonValueKind.Null)
            {
                removed.Add(name);
            }
            else if (field.Read(value, out var read) is { } problem)
            {
                problems.Add((name, problem));
            }
            else
            {
                set[name] = read!;
            }
        }

        if (editor == FieldEditor.User)
        {
            foreach (var field in All.Where(field => field.IsRequired))
            {
                if (removed.Contains(field.Name) || (isNew && !set.ContainsKey(field.Name) && !Has(problems, field)))
                {
                    problems.Add((field.Name, FieldProblem.Required));
                }
            }
        }

        return new FieldChanges(Write(set), isNew ? [] : removed, [.. set.Keys, .. removed]);
    }

    /// <summary>The claims of an access token.</summary>
    /// <param name="stored">The fields of the account.</param>
    public IReadOnlyDictionary<string, object> ClaimsOf(string stored)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        if (_inTokens.Count == 0 || stored == Empty)
        {
            return claims;
        }

        var values = JsonElement.Parse(stored);
        foreach (var field in _inTokens)
        {
            if (values.TryGetProperty(field.Name, out var value) && field.Read(value, out var read) is null)
            {
                claims[field.Name] = read!;
            }
        }

        return claims;
    }

    /// <summary>The value of each configured field, or null where there is none of its type.</summary>
    /// <param name="stored">The fields of the account.</param>
    public IReadOnlyDictionary<string, JsonElement?> Show(string stored)
    {
        var values = JsonElement.Parse(stored);
        return All.ToDictionary(
            field => field.Name,
            field => values.TryGetProperty(field.Name, out var value)
                && field.Read(value, out _) is not FieldProblem.NotAcceptable
                    ? value
                    : (JsonElement?)null);
    }

    /// <summary>The same with the values of fields that are no longer configured.</summary>
    /// <param name="stored">The fields of the account.</param>
    public IReadOnlyDictionary<string, JsonElement?> ShowAll(string stored)
    {
        var all = new Dictionary<string, JsonElement?>(Show(stored), StringComparer.Ordinal);
        foreach (var member in JsonElement.Parse(stored).EnumerateObject())
        {
            all[member.Name] = member.Value;
        }

        return all;
    }

    private static bool Has(IEnumerable<(string Name, FieldProblem Problem)> problems, UserField field) =>
        problems.Any(problem => problem.Name == field.Name);

    private static string Write(Dictionary<string, object> values)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values)
            {
                Write(writer, name, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteString(name, (string)value);
                break;
        }
    }
}
