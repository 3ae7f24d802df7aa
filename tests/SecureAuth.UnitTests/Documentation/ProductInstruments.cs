using System.Text.RegularExpressions;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation;

/// <summary>The instruments of the product's meter, as its source creates them.</summary>
internal static partial class ProductInstruments
{
    public static readonly IReadOnlyList<Instrument> All =
    [
        .. SourceTree.FilesOf("SecureAuth.Core")
            .SelectMany(file => Creation().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "SecureAuth.Core", file))))
            .Select(match => new Instrument(match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value)),
    ];

    /// <summary>The name is the first argument and the unit the next text.</summary>
    [GeneratedRegex("""\.Create(?<kind>[A-Z]\w*)(<\w+>)?\(\s*"(?<name>[a-z_.]+)",[^"]*"(?<unit>[^"]+)["]""")]
    private static partial Regex Creation();

    internal sealed record Instrument(string Kind, string Name, string Unit)
    {
        /// <summary>The names of its series, as OpenTelemetry's exporter for Prometheus writes them.</summary>
        public IEnumerable<string> Series
        {
            get
            {
                var name = Name.Replace('.', '_') + (Unit == "s" ? "_seconds" : "");
                return Kind switch
                {
                    "Counter" => [$"{name}_total"],
                    "Histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
                    _ => [name],
                };
            }
        }
    }
}
