using Microsoft.Extensions.Options;
using SecureAuth.Api.Mail;
using SecureAuth.Core.Mail;

namespace SecureAuth.UnitTests.Mail;

public sealed class MailTemplatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secureauth-templates-");

    public static TheoryData<MailKind> Kinds => [.. Enum.GetValues<MailKind>()];

    public static TheoryData<MailKind> CodeKinds => [.. MailTemplates.CodeKinds];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_text_that_names_the_product_and_escapes_its_values(MailKind kind)
    {
        var mail = Templates("").Render(kind, Variables("product", "A<b>&\r\nBcc: x"));

        Assert.Contains("A<b>&Bcc: x", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("A<b>&Bcc: x", mail.Text, StringComparison.Ordinal);
        Assert.Contains("A&lt;b&gt;&amp;Bcc: x", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_mails_that_carry_a_token_have_a_link_with_one(MailKind kind)
    {
        var mail = Templates("").Render(kind, Variables("link", "https://a.test/account/reset#token=saot_x"));

        var carries = kind is MailKind.VerifyEmail or MailKind.ResetPassword or MailKind.RegistrationAttempt
            or MailKind.VerifyNewEmail or MailKind.EmailChanged or MailKind.Invitation;
        Assert.Equal(carries, mail.Text.Contains("token=saot_x", StringComparison.Ordinal));
        Assert.Equal(carries, mail.Html.Contains("token=saot_x", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_notice_without_any_value_can_be_rendered(MailKind kind)
    {
        var mail = Templates("").Render(
            kind, new MailVariables { Product = "A", Site = "https://a.test", Name = null }.All);

        Assert.NotEmpty(mail.Subject);
    }

    [Theory]
    [MemberData(nameof(CodeKinds))]
    public void A_text_with_a_code_has_the_code_its_lifetime_and_no_link(MailKind kind)
    {
        var variables = MailVariables.Examples.ToDictionary();
        variables["lifetime"] = "10 minutes";

        var mail = Templates("").Render(kind, variables, hasCode: true);

        Assert.Equal(
            Templates("").Render(kind, MailVariables.Examples).Subject, mail.Subject);
        foreach (var text in new[] { mail.Text, mail.Html })
        {
            Assert.Contains("40719263", text, StringComparison.Ordinal);
            Assert.Contains("10 minutes", text, StringComparison.Ordinal);
            Assert.Contains("Nobody from Example will ever ask you for it", text, StringComparison.Ordinal);
            Assert.DoesNotContain("http", text, StringComparison.Ordinal);
            Assert.DoesNotContain("token=", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_replaces_the_text_with_a_code()
    {
        Write("reset_password_code.txt", "Subject: x\n\nIhr Code: {{ code }}");

        var templates = Templates(_folder.FullName);

        Assert.Contains(
            "Ihr Code: 40719263", templates.Render(MailKind.ResetPassword, MailVariables.Examples, hasCode: true).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Ihr Code", templates.Render(MailKind.ResetPassword, MailVariables.Examples).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_replaces_the_built_in_text_of_the_same_name()
    {
        Write("verify_email.txt", "Subject: Willkommen bei {{ product }}\n\nHallo {{ link }}");

        var mail = Templates(_folder.FullName).Render(MailKind.VerifyEmail, MailVariables.Examples);

        Assert.Equal("Willkommen bei Example", mail.Subject);
        Assert.StartsWith("Hallo https://auth.example.com", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Verify your e-mail address", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset_password.txt", "Subject: x\n\n{{ nmae }}", "'nmae'")]
    [InlineData("reset_password.html", "{% if by_operator %}a{% else %}{{ nmae }}{% endif %}", "'nmae'")]
    [InlineData("reset_password.html", "{% case change %}{% when \"x\" %}{{ nmae.first }}{% endcase %}", "'nmae'")]
    [InlineData("reset_password.html", "{{ name | upcsae }}", "'upcsae'")]
    [InlineData("reset_password.html", "{% if name %}", "invalid")]
    [InlineData("reset_password.html", "{{ name", "invalid")]
    [InlineData("layout.txt", "{{ contnet }}", "'contnet'")]
    [InlineData("verify_email.html", "{{ content }}", "'content'")]
    [InlineData("reset_pasword.txt", "Subject: x\n\ny", "reset_pasword.txt")]
    public void An_invalid_template_is_one_line_that_names_the_file(string file, string text, string problem)
    {
        Write(file, text);

        var line = Assert.Single(Problems());

        Assert.Contains(Path.Combine(_folder.FullName, file), line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Theory]
    [InlineData("no subject")]
    [InlineData("{% include 'other' %}")]
    public void A_template_that_cannot_be_rendered_is_named(string text)
    {
        Write("reset_password.txt", text);

        Assert.Contains("reset_password", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_may_define_variables_of_its_own()
    {
        Write("reset_password.html", "{% assign a = name | upcase %}{% for i in (1..2) %}{{ i }}{{ a }}{% endfor %}");

        Assert.Contains(
            "1ADA2ADA",
            Templates(_folder.FullName).Render(MailKind.ResetPassword, MailVariables.Examples).Html,
            StringComparison.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, object>> Variables(string name, string value)
    {
        var clean = new MailVariables { Product = value, Site = "https://a.test", Name = "Ada", Link = value }.All.ToDictionary();
        return MailVariables.Examples.Select(
            example => example.Key == name ? KeyValuePair.Create(name, clean[name]) : example);
    }

    private static MailTemplates Templates(string folder) =>
        new(Options.Create(new EmailOptions { TemplatesDirectory = folder }));

    private IEnumerable<string> Problems() =>
        Assert.Throws<OptionsValidationException>(() => Templates(_folder.FullName)).Failures;

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);
}
