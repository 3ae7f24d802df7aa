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

    /// <summary>Replaces the fragments of a statement with their text, for EF Core methods that take interpolated SQL.</summary>
    public static FormattableString Inline(FormattableString statement)
    {
        ArgumentNullException.ThrowIfNull(statement);

        var parameters = new List<object?>();
        var arguments = statement.GetArguments()
            .Select(argument => argument is SqlFragment fragment ? fragment.Text : Placeholder(argument)).ToArray();
        return FormattableStringFactory.Create(
            string.Format(CultureInfo.InvariantCulture, statement.Format, arguments), [.. parameters]);

        object Placeholder(object? value)
        {
            parameters.Add(value);
            return FormattableString.Invariant($"{{{parameters.Count - 1}}}");
        }
    }
}
