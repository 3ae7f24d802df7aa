using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

/// <summary>
/// Collects the problems of one configuration section. Each problem is one line with the key as an environment variable, its
/// value and the allowed values.
/// </summary>
public sealed class SettingProblems(string section)
{
    private readonly List<string> _lines = [];

    /// <summary>Adds a problem if <paramref name="valid"/> is false.</summary>
    public SettingProblems Require(bool valid, string key, object? value, string allowed)
    {
        if (!valid)
        {
            _lines.Add($"{section}__{key} is '{value}'; allowed: {allowed}");
        }

        return this;
    }

    /// <summary>The same for a secret. The line names the key and the allowed values, but never the value.</summary>
    public SettingProblems RequireSecret(bool valid, string key, string allowed)
    {
        if (!valid)
        {
            _lines.Add($"{section}__{key} is not usable; allowed: {allowed}");
        }

        return this;
    }

    public ValidateOptionsResult ToResult() =>
        _lines.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_lines);
}
