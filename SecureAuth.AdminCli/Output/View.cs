using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>What a command shows.</summary>
/// <param name="Document">The JSON document.</param>
/// <param name="Describe">Describes the document for people.</param>
internal sealed record View(object Document, Func<IRenderable> Describe)
{
    /// <summary>A message below a result that is written once.</summary>
    public string? Note { get; init; }
}
