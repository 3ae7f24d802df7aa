using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A command, or a group of commands, whose help ends with an example.</summary>
internal class DocumentedCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>A complete command line that can be pasted into a shell.</summary>
    public string Example { get; } = example;
}
