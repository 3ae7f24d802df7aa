using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>One question that the <c>doctor</c> command answers.</summary>
/// <param name="Name">Names the check for people.</param>
/// <param name="Store">Without this store, there is no answer.</param>
/// <param name="RunAsync">Finds the answer.</param>
internal sealed record Check(string Name, CheckedStore Store, Func<Invocation, CancellationToken, Task<Verdict>> RunAsync)
{
    /// <summary>Names the check for programs and in the documentation.</summary>
    public string Id => Name.Replace(' ', '_');

    /// <summary>A check that needs nothing but the configuration.</summary>
    public static Check OfSettings(string name, Func<Invocation, Verdict> run) =>
        new(name, CheckedStore.None, (invocation, _) => Task.FromResult(run(invocation)));
}
