using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>One command of the operators' tool, run to its end as a process of its own.</summary>
internal static class OperatorRun
{
    /// <summary>Fails unless the tool says that it is done: from then on its change has to be in force.</summary>
    public static async Task DoneAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var said = new LogLines();
        var command = BuiltProgram.OperatorsTool(settings, arguments);
        var exitCode = await ChildProcess.RunAsync(command, said.Add, TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"secureauth {string.Join(' ', arguments)} ended with {exitCode}:\n{said}");
    }
}
