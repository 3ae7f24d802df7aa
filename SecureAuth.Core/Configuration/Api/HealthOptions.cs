using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>Who may see which part of an instance is in trouble. Everybody else sees one word.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>The networks whose clients may see the details, in CIDR notation.</summary>
    public IList<string> DetailNetworks { get; } = [];

    /// <summary>
    /// Whether programs on the same host may see the details. A proxy on the same host that adds no header to the requests of
    /// others cannot be told from such a program.
    /// </summary>
    public bool DetailsForLoopback { get; set; } = true;

    internal sealed class Validator : IValidateOptions<HealthOptions>
    {
        public ValidateOptionsResult Validate(string? name, HealthOptions options)
        {
            var problems = new SettingProblems(Section);
            NetworkList.Validate(problems, nameof(DetailNetworks), options.DetailNetworks);
            return problems.ToResult();
        }
    }
}
