using System.Text.Encodings.Web;
using Fluid;
using Microsoft.Extensions.Options;
using SecureAuth.Core;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>
/// The texts of the mails. They are built in, and a file of the same name in the operator's folder replaces one. If there is a
/// folder, all of them are parsed and tried when the process starts. Otherwise no start waits for them.
/// </summary>
internal sealed class MailTemplates
{
    private const string SubjectStart = "Subject: ";

    private const string Content = "content";

    private const string Subject = "subject";

    private const int MaxSubjectLength = 200;

    /// <summary>A template of an operator must not be able to block the sender.</summary>
    private const int MaxSteps = 10_000;

    /// <summary>The kinds that can carry a code. Their texts with a code are files of their own.</summary>
    public static readonly IReadOnlyList<MailKind> CodeKinds =
        [MailKind.VerifyEmail, MailKind.RegistrationAttempt, MailKind.ResetPassword, MailKind.VerifyNewEmail];

    private static readonly string[] Names =
        [.. Enum.GetValues<MailKind>().Select(kind => NameOf(kind)), .. CodeKinds.Select(kind => NameOf(kind, hasCode: true))];

    private static readonly string[] FileNames =
    [
        .. new[] { "layout" }.Concat(Names)
            .SelectMany(name => new[] { $"{name}.txt", $"{name}.html" }),
    ];

    private readonly TemplateOptions _options = new() { StrictVariables = true, StrictFilters = true, MaxSteps = MaxSteps };

    private readonly Lazy<Dictionary<string, IFluidTemplate>> _templates;

    /// <exception cref="OptionsValidationException">A template is invalid.</exception>
    public MailTemplates(IOptions<EmailOptions> options)
    {
        var folder = options.Value.TemplatesDirectory;
        _templates = new(() => Load(folder));
        if (folder.Length > 0)
        {
            _ = _templates.Value;
            ThrowIfAny([.. Names.Select(Try).OfType<string>()]);
        }
    }

    public MailText Render(MailKind kind, IEnumerable<KeyValuePair<string, object>> variables, bool hasCode = false) =>
        RenderMail(NameOf(kind, hasCode), variables);

    private static string NameOf(MailKind kind, bool hasCode = false) => WireName.Of(kind) + (hasCode ? "_code" : "");

    private MailText RenderMail(string name, IEnumerable<KeyValuePair<string, object>> variables)
    {
        var values = variables.ToList();

        var text = Render($"{name}.txt", values, NullEncoder.Default);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (!text.StartsWith(SubjectStart, StringComparison.Ordinal) || end < 0)
        {
            throw new InvalidOperationException($"does not begin with a line '{SubjectStart}…'");
        }

        var subject = PlainText.Clean(text[SubjectStart.Length..end], MaxSubjectLength).Trim();
        values.Add(new(Subject, subject));
        return new MailText(
            subject,
            Wrap("layout.txt", text[end..].Trim(), values, NullEncoder.Default),
            Wrap("layout.html", Render($"{name}.html", values, HtmlEncoder.Default).Trim(), values, HtmlEncoder.Default));
    }

    private string Wrap(string layout, string content, List<KeyValuePair<string, object>> values, TextEncoder encoder) =>
        Render(layout, [.. values, new(Content, new Fluid.Values.StringValue(content, encode: false))], encoder);

    private string Render(string file, IEnumerable<KeyValuePair<string, object>> values, TextEncoder encoder)
    {
        var context = new TemplateContext(_options);
        foreach (var (name, value) in values)
        {
            context.SetValue(name, value);
        }

        return _templates.Value[file].Render(context, encoder);
    }

    private Dictionary<string, IFluidTemplate> Load(string folder)
    {
        var problems = new List<string>();
        var parser = new FluidParser();
        var templates = new Dictionary<string, IFluidTemplate>(StringComparer.Ordinal);
        foreach (var file in FileNames)
        {
            var (path, text) = Read(folder, file);
            if (!parser.TryParse(text, out var template, out var error))
            {
                problems.Add($"Template {path} is invalid: {error.ReplaceLineEndings(" ")}");
                continue;
            }

            templates[file] = template;
            problems.AddRange(new TemplateCheck(NamesIn(file), _options.Filters).Run(template)
                .Select(problem => $"Template {path} {problem}; allowed: {string.Join(", ", NamesIn(file))}"));
        }

        problems.AddRange(Unknown(folder));
        ThrowIfAny(problems);
        return templates;
    }

    private static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(EmailOptions.Section, typeof(EmailOptions), problems);
        }
    }

    private static IEnumerable<string> NamesIn(string file)
    {
        var names = MailVariables.Examples.Keys.Order(StringComparer.Ordinal);
        return file.StartsWith("layout.", StringComparison.Ordinal) ? names.Append(Content).Append(Subject) : names;
    }

    /// <summary>A misspelled file would silently have no effect.</summary>
    private static IEnumerable<string> Unknown(string folder) => folder.Length == 0
        ? []
        : Directory.EnumerateFiles(folder)
            .Where(path => Path.GetExtension(path) is ".txt" or ".html" && !FileNames.Contains(Path.GetFileName(path)))
            .Select(path => $"Template {path} is not the name of a mail; allowed: {string.Join(", ", FileNames)}");

    private static (string Path, string Text) Read(string folder, string file)
    {
        var own = Path.Combine(folder, file);
        if (folder.Length > 0 && File.Exists(own))
        {
            return (own, File.ReadAllText(own));
        }

        using var resource = typeof(MailTemplates).Assembly.GetManifestResourceStream($"mail/{file}")!;
        using var reader = new StreamReader(resource);
        return (file, reader.ReadToEnd());
    }

    private string? Try(string name)
    {
        try
        {
            RenderMail(name, MailVariables.Examples);
            return null;
        }
#pragma warning disable CA1031 // Whatever a template causes, an operator has to repair it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"Template {name} cannot be used: {error.Message.ReplaceLineEndings(" ")}";
        }
    }
}
