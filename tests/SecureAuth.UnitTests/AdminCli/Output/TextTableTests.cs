using SecureAuth.AdminCli.Output;
using Spectre.Console;

namespace SecureAuth.UnitTests.AdminCli.Output;

public sealed class TextTableTests
{
    private const string Id = "01a20ddc-7fd9-7e65-a43e-f9eb865cf2d7";
    private const string Email = "somebody.with.a.name@subdomain.example.org";
    private const string Time = "2026-11-24T14:01:24Z";

    [Fact]
    public void At_80_columns_an_id_and_a_long_email_fit_on_one_line()
    {
        var lines = Render(80, Users());

        Assert.Contains($"{Id}  {Email}", lines);
        Assert.Contains("Use --wide to show: Roles, Active, Last sign-in", lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Remaining_width_goes_to_the_next_columns_that_fit()
    {
        var table = TextTable.WithHeader(["Id"], "Roles", "Device", "Active").Row(Id, "admin", new string('x', 60), "yes");
        var lines = Render(80, table);

        Assert.Contains($"{Id}  admin  yes", lines);
        Assert.Contains("Use --wide to show: Device", lines);
    }

    [Fact]
    public void Identifying_columns_are_never_truncated_or_wrapped()
    {
        var email = new string('a', 200) + "@example.com";

        Assert.Contains($"{Id}  {email}", Render(80, TextTable.WithHeader(["Id", "E-mail"], "Roles").Row(Id, email, "admin")));
    }

    [Fact]
    public void A_wide_terminal_shows_every_column()
    {
        var lines = Render(10_000, Users());

        Assert.Contains($"{Id}  {Email}  admin  yes     {Time}", lines);
        Assert.DoesNotContain(lines, line => line.Contains("--wide", StringComparison.Ordinal));
    }

    [Fact]
    public void Wide_characters_take_two_columns() =>
        Assert.Contains("李小龙  x", Render(80, TextTable.WithHeader(["Name", "B"]).Row("李小龙", "x").Row("abcdef", "y")));

    [Fact]
    public void A_table_without_rows_says_so() => Assert.Equal(["", "None", "", ""], Render(80, TextTable.WithHeader(["Name"])));

    [Fact]
    public void The_parts_of_a_table_that_grows_have_one_header_and_the_same_columns()
    {
        var first = TextTable.WithHeader(["Name"], "B").Row("abc", "x").Continue(last: null);
        var head = Render(80, first);
        var second = TextTable.WithHeader(["Name"], "B").Row("a", "y").Continue(first);

        Assert.Equal(["", "Name  B", "───────", "abc   x", ""], head);
        Assert.Equal(["a     y", ""], Render(80, second));
    }

    [Fact]
    public void A_part_in_which_other_columns_fit_has_a_header()
    {
        var first = TextTable.WithHeader(["Name"], "B").Row("abc", "x").Continue(last: null);
        Render(10, first);
        var second = TextTable.WithHeader(["Name"], "B").Row("abcdefghi", "y").Continue(first);

        Assert.Equal(["", "Name", "─────────", "abcdefghi", ""], Render(10, second));
    }

    private static TextTable Users() =>
        TextTable.WithHeader(["Id", "E-mail"], "Roles", "Active", "Last sign-in").Row(Id, Email, "admin", "yes", Time);

    private static string[] Render(int width, TextTable table)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Write(table);
        return output.ToString().Split('\n');
    }
}
