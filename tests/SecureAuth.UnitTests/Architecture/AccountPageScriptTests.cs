using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>What docs/asvs.md promises of the scripts of the account page.</summary>
public sealed partial class AccountPageScriptTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "SecureAuth.Api", "AccountPage", "Files");

    private static readonly IReadOnlyDictionary<string, string> Scripts =
        Directory.GetFiles(Folder, "*.js").ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    [Fact]
    public void No_text_becomes_markup_or_code() =>
        Assert.DoesNotContain(Scripts, script => MarkupOrCode().IsMatch(script.Value));

    [Fact]
    public void No_property_is_written_whose_name_comes_from_data() =>
        Assert.DoesNotContain(Scripts, script => ComputedWrite().IsMatch(script.Value));

    [Fact]
    public void Password_fields_are_masked_and_known_to_password_managers()
    {
        var fields = Scripts.Values.SelectMany(script => PasswordField().Matches(script).Select(match => match.Value)).ToList();

        Assert.True(fields.Count >= 5, $"{fields.Count} fields");
        Assert.All(fields, field =>
        {
            Assert.Contains("type: 'password'", field, StringComparison.Ordinal);
            Assert.Matches("autocomplete: '(current|new)-password'", field);
        });
        Assert.DoesNotContain(Scripts, script => Clipboard().IsMatch(script.Value));
    }

    [GeneratedRegex(@"\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|\bnew Function\b|\bpostMessage\b")]
    private static partial Regex MarkupOrCode();

    [GeneratedRegex(@"__proto__|\.prototype\b|\.constructor\b|Object\.assign\(|\w\[[^\]'""]+\]\s*=(?!=)")]
    private static partial Regex ComputedWrite();

    /// <summary>From the name of a field to the end of its object.</summary>
    [GeneratedRegex(@"name: '(\w+_)?password',[^}]*\}")]
    private static partial Regex PasswordField();

    [GeneratedRegex(@"'(paste|copy|cut)'|onpaste|clipboardData")]
    private static partial Regex Clipboard();
}
