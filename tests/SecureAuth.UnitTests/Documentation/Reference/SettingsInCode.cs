using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Features;
using SecureAuth.Core.Mail;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>
/// The keys of all classes of options, which have a section, defaults and a validator. What is allowed is what the validator says
/// about values that are not.
/// </summary>
internal static class SettingsInCode
{
    private const string Marker = "; allowed: ";

    public static IReadOnlyList<DocumentedSetting> All =>
    [
        .. new[] { typeof(AuditOptions).Assembly, typeof(ErrorCode).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => Section(type) is not null && ValidatorOf(type) is not null)
            .SelectMany(SettingsOf)
            .OrderBy(setting => setting.Section, StringComparer.Ordinal),
    ];

    private static IEnumerable<DocumentedSetting> SettingsOf(Type type)
    {
        var section = Section(type)!.Replace(":", "__", StringComparison.Ordinal);
        return SettingPath.Of(type).Select(path =>
        {
            var key = $"{section}__{path.Key}";
            var inProduction = InWords(path.Get(Create(type, Environments.Production)));
            var inDevelopment = InWords(path.Get(Create(type, Environments.Development)));
            return new DocumentedSetting(
                section.Split("__")[0],
                path.IsList ? $"`{key}`, `…__1`, …" : $"`{key}`",
                inProduction == inDevelopment ? inProduction : $"{inProduction}; {inDevelopment} in Development",
                Allowed(type, path, key));
        });
    }

    private static string Allowed(Type type, SettingPath path, string key)
    {
        var kind = Nullable.GetUnderlyingType(path.Value.PropertyType) ?? path.Value.PropertyType;
        if (kind == typeof(bool))
        {
            return "`true` or `false`";
        }

        var validator = Create(ValidatorOf(type)!, Environments.Production);
        var validate = validator.GetType().GetMethod("Validate")!;
        foreach (var change in (Action<object>[])[_ => { }, .. WrongValues(kind).Select(wrong => Setter(path, wrong))])
        {
            var options = Create(type, Environments.Production);
            change(options);
            var result = (ValidateOptionsResult)validate.Invoke(validator, [null, options])!;
            var line = result.Failures?.FirstOrDefault(
                failure => failure.StartsWith(key + " ", StringComparison.Ordinal)
                    && failure.Contains(Marker, StringComparison.Ordinal));
            if (line is not null)
            {
                return line[(line.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..];
            }
        }

        return "";
    }

    private static Action<object> Setter(SettingPath path, object? wrong) => options => path.Set(options, wrong);

    private static object?[] WrongValues(Type kind) => kind switch
    {
        _ when kind == typeof(int) => [-1, int.MaxValue],
        _ when kind == typeof(double) => [-1.0, double.MaxValue],
        _ when kind == typeof(TimeSpan) => [TimeSpan.FromDays(-1), TimeSpan.MaxValue],
        _ when kind == typeof(Uri) => [new Uri("ftp://example.com/")],
        _ when kind.IsEnum => [Enum.ToObject(kind, 99)],
        _ => ["", "?", "\0"],
    };

    /// <summary>An instance with what it depends on. Options get their defaults of the environment.</summary>
    private static object Create(Type type, string environment)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IHostEnvironment>(new FakeEnvironment(environment))
            .AddSingleton(Options.Create(new EmailOptions { PickupDirectory = "mail" }))
            .AddSingleton(Options.Create(new FeatureOptions()))
            .BuildServiceProvider();
        var instance = ActivatorUtilities.CreateInstance(services, type);
        if (type.GetNestedType("Defaults", BindingFlags.NonPublic | BindingFlags.Public) is { } defaults)
        {
            var post = ActivatorUtilities.CreateInstance(services, defaults);
            defaults.GetMethod("PostConfigure")!.Invoke(post, [null, instance]);
        }

        return instance;
    }

    private static string? Section(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static Type? ValidatorOf(Type type) =>
        type.GetNestedType("Validator", BindingFlags.NonPublic | BindingFlags.Public);

    private static string InWords(object? value) => value switch
    {
        null or "" or IList { Count: 0 } => "none",
        bool flag => flag ? "`true`" : "`false`",
        string path => $"`{path.Replace('\\', '/')}`",
        IList list => $"`{list[0]}`",
        TimeSpan time when time.Ticks % TimeSpan.TicksPerSecond != 0 =>
            $"`{time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0')}`",
        _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
    };

    private sealed class FakeEnvironment(string name) : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = "";

        public string EnvironmentName { get; set; } = name;
    }
}
