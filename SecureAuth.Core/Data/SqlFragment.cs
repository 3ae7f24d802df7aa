using System.Globalization;
using System.Runtime.CompilerServices;

namespace SecureAuth.Core.Data;

/// <summary>
/// A piece of SQL that several statements share. In an interpolated statement it is inserted as text, while every other value
/// becomes a parameter. A fragment must therefore be built from constants only.
/// </summary>
public sealed record SqlFragment
{
    internal SqlFragment(string text) => Text = text;

    internal string Text { get; }

    /// <summary>
    /// Replaces the fragments of a statement with their text, for EF Core methods that take interpolated SQL. A part of the
    /// statement may be interpolated SQL too.
    /// </summary>
    public static FormattableString Inline(FormattableString statement)
    {
        var (text, values) = Flatten(statement, index => FormattableString.Invariant($"{{{index}}}"));
        return FormattableStringFactory.Create(text, [.. values]);
    }

    /// <summary>Replaces the fragments in the same way.</summary>
    /// <param name="placeholder">Returns the text that stands for the value with this index, which starts at 0.</param>
    /// <returns>The text, and the values that are its parameters.</returns>
    internal static (string Text, IReadOnlyList<object?> Values) Flatten(
        FormattableString statement, Func<int, string> placeholder)
    {
        ArgumentNullException.ThrowIfNull(statement);

        var values = new List<object?>();
        return (Expand(statement), values);

        string Expand(FormattableString part) => string.Format(
            CultureInfo.InvariantCulture,
            part.Format,
            [
                .. part.GetArguments().Select(argument => argument switch
                {
                    SqlFragment fragment => fragment.Text,
                    FormattableString nested => Expand(nested),
                    _ => PlaceholderOf(argument),
                }),
            ]);

        string PlaceholderOf(object? value)
        {
            values.Add(value);
            return placeholder(values.Count - 1);
        }
    }
}
