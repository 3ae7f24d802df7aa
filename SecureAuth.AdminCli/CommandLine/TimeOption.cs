using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

internal static class TimeOption
{
    public static Option<PointInTime?> Create(string name, string description)
    {
        var option = new Option<PointInTime?>(name)
        {
            Description = $"{description}: an RFC 3339 time, or an age such as 30m, 24h or 7d",
            HelpName = "time",
            CustomParser = result =>
            {
                var time = PointInTime.Parse(result.Tokens[0].Value);
                if (time is null)
                {
                    result.AddError($"{name} must be a time such as 2026-11-29T08:30:00Z, or an age such as 30m, 24h or 7d.");
                }

                return time;
            },
        };
        option.CompletionSources.Add("15m", "1h", "24h", "7d", "30d");
        return option;
    }
}
