using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>The pages on other origins that may call this API and read its responses.</summary>
public sealed class CorsOptions
{
    public const string Section = "Cors";

    /// <summary>
    /// The origins of these pages. There is no wildcard: a page of each of these origins can act for the users who are signed in
    /// with cookies.
    /// </summary>
    public IList<string> Origins { get; } = [];

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<CorsOptions>
    {
        public ValidateOptionsResult Validate(string? name, CorsOptions options)
        {
            var allowHttp = environment.IsDevelopment() || environment.IsEnvironment("Testing");
            var problems = new SettingProblems(Section);
            for (var i = 0; i < options.Origins.Count; i++)
            {
                var origin = options.Origins[i];
                problems.Require(
                    Ascii.IsValid(origin) && !origin.Contains('*', StringComparison.Ordinal)
                    && WebOrigin.IsValid(origin, allowHttp),
                    $"{nameof(Origins)}__{i}", origin,
                    "an https origin such as https://app.example.com, as a browser writes it, without a wildcard; http only in "
                    + "Development");
            }

            return problems.ToResult();
        }
    }
}
