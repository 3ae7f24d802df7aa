using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>AheadOfTime.props leaves files of the runtime out of what is published.</summary>
public sealed class RuntimeTests
{
    private static readonly string[] Programs = ["SecureAuth.Api", "secureauth"];

    private static readonly string[] Folders =
    [
        AppContext.BaseDirectory,
        RuntimeEnvironment.GetRuntimeDirectory(),
        Path.GetDirectoryName(typeof(WebApplication).Assembly.Location)!,
    ];

    [Fact]
    public void No_program_refers_to_a_file_of_the_runtime_that_is_left_out()
    {
        var unused = XDocument.Load(Path.Combine(SourceTree.Root, "AheadOfTime.props"))
            .Descendants("UnusedRuntime")
            .Select(item => item.Attribute("Include")!.Value)
            .ToHashSet();

        var used = Closure(Programs);

        Assert.Contains("System.Private.CoreLib", used);
        Assert.Contains("System.Private.Xml", used);
        Assert.NotEmpty(unused);
        Assert.Empty(used.Intersect(unused));
    }

    private static HashSet<string> Closure(IEnumerable<string> roots)
    {
        var found = new HashSet<string>(roots);
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var name))
        {
            var file = Folders.Select(folder => Path.Combine(folder, $"{name}.dll")).FirstOrDefault(File.Exists);
            foreach (var reference in file is null ? [] : ReferencesOf(file))
            {
                if (found.Add(reference))
                {
                    open.Enqueue(reference);
                }
            }
        }

        return found;
    }

    private static List<string> ReferencesOf(string file)
    {
        using var reader = new PEReader(File.OpenRead(file));
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }
}
