using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A command, or a group of commands, whose help ends with an example.</summary>
internal class DocumentedCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>A complete command line that can be pasted into a shell.</summary>
    public string Example { get; } = example;

    /// <summary>The beginning of the description, for a list of commands.</summary>
    public string Summary { get; } = description.Split(". ")[0].Split("; ")[0].Split(": ")[0].TrimEnd('.');

    /// <summary>The name with that of its group, such as <c>users show</c>.</summary>
    public string FullName => Parents.OfType<DocumentedCommand>().SingleOrDefault() is { } group ? $"{group.Name} {Name}" : Name;
}
