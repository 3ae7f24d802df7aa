using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A command, or a group of them, whose help ends with an example.</summary>
internal class DocumentedCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>A line that can be pasted.</summary>
    public string Example { get; } = example;
}
