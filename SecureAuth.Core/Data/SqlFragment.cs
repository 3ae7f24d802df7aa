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
        ArgumentNullException.ThrowIfNull(statement);

        var parameters = new List<object?>();
        var text = Expand(statement);
        return FormattableStringFactory.Create(text, [.. parameters]);

        string Expand(FormattableString part) => string.Format(
            CultureInfo.InvariantCulture,
            part.Format,
            [
                .. part.GetArguments().Select(argument => argument switch
                {
                    SqlFragment fragment => fragment.Text,
                    FormattableString nested => Expand(nested),
                    _ => Placeholder(argument),
                }),
            ]);

        string Placeholder(object? value)
        {
            parameters.Add(value);
            return FormattableString.Invariant($"{{{parameters.Count - 1}}}");
        }
    }
}
