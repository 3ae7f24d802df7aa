using System.Globalization;
using System.Runtime.CompilerServices;

namespace SecureAuth.Core.Data;

/// <summary>
/// A piece of SQL that several statements share. In an interpolated statement it is text, while every other value becomes a
/// parameter; so it is made of constants alone.
/// </summary>
public sealed record SqlFragment
{
    internal SqlFragment(string text) => Text = text;

    internal string Text { get; }

    /// <summary>The statement with its fragments written out, for the methods of EF Core that take one.</summary>
    public static FormattableString In(FormattableString statement)
    {
        ArgumentNullException.ThrowIfNull(statement);

        var parameters = new List<object?>();
        var slots = statement.GetArguments().Select(argument => argument is SqlFragment fragment ? fragment.Text : Slot(argument)).ToArray();
        return FormattableStringFactory.Create(
            string.Format(CultureInfo.InvariantCulture, statement.Format, slots), [.. parameters]);

        object Slot(object? value)
        {
            parameters.Add(value);
            return FormattableString.Invariant($"{{{parameters.Count - 1}}}");
        }
    }
}
