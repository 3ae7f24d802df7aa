using Spectre.Console;

namespace SecureAuth.AdminCli.Output;

/// <summary>
/// Readable on a light and on a dark background: the dark colours of the palette, which terminals adapt to their background, and
/// no grey.
/// </summary>
internal static class Styles
{
    public static readonly Style Header = new(decoration: Decoration.Bold);

    public static readonly Style Faint = new(decoration: Decoration.Dim);

    public static readonly Style Warning = new(Color.Olive);

    public static readonly Style Wrong = new(Color.Maroon);
}
