using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.TypeScript;

/// <summary>Node.js and what <c>.ci/openapi install</c> has put beside the client and the samples.</summary>
internal static class NodePrograms
{
    private static readonly string[] Installed =
    [
        "clients/typescript/dist", "samples/node/node_modules", "samples/spa/node_modules", "samples/react-spa/node_modules",
    ];

    public static void SkipUnlessInstalled()
    {
        Assert.SkipWhen(ProgramPath.Find("node") is null, "Node.js is not installed. Debian: apt install nodejs npm.");
        Assert.SkipUnless(
            Installed.All(folder => Directory.Exists(Repository.PathOf(folder))),
            "The TypeScript client is not built. Run: .ci/openapi install");
    }

    public static Command Node(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        new("node", arguments) { WorkingDirectory = Repository.PathOf(folder), Variables = variables };
}
