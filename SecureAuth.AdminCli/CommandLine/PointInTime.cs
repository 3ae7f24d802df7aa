using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A time that an operator gives: an absolute one, or an age.</summary>
internal sealed partial record PointInTime
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd"];

    private readonly DateTimeOffset? _time;
    private readonly TimeSpan _age;

    private PointInTime(DateTimeOffset? time, TimeSpan age)
    {
        _time = time;
        _age = age;
    }

    /// <summary>Accepts RFC 3339, a date, which begins at midnight UTC, and an age in s, m, h, d or w.</summary>
    public static PointInTime? Parse(string text)
    {
        if (Age().Match(text) is { Success: true } age)
        {
            return ParseAge(age.Groups["number"].Value, age.Groups["unit"].Value);
        }

        // Without an offset, a time could mean this host's zone or UTC.
        return ZonedOrDate().IsMatch(text)
            && DateTimeOffset.TryParseExact(
                text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? new PointInTime(time.ToUniversalTime(), TimeSpan.Zero)
                : null;
    }

    /// <param name="now">The time to subtract an age from.</param>
    public DateTimeOffset At(DateTimeOffset now) => _time ?? now - _age;

    private static PointInTime? ParseAge(string number, string unit)
    {
        var second = unit switch
        {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => 7 * 86_400,
        };

        // Longer than anybody keeps an event, and short enough to subtract.
        const long MaxSeconds = 100L * 366 * 86_400;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= MaxSeconds / second
            ? new PointInTime(time: null, TimeSpan.FromSeconds(count * second))
            : null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,12})(?<unit>[smhdw])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Age();

    [GeneratedRegex(@"(Z|z|[+-][0-9]{2}:[0-9]{2})\z|^[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZonedOrDate();
}
