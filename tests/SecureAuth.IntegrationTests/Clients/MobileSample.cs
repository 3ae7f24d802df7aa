using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The sample in samples/mobile, as a process, and its user.</summary>
internal sealed class MobileSample : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly LogLines _screen;
    private int _read;

    private MobileSample(ChildProcess process, LogLines screen)
    {
        _process = process;
        _screen = screen;
    }

    public static async Task<MobileSample> StartAsync(Uri server, string keychain)
    {
        var screen = new LogLines();
        var command = BuiltProgram.MobileSample(new Dictionary<string, string>
        {
            ["Auth__Address"] = server.OriginalString,
            ["KEYCHAIN"] = keychain,
        });
        return new MobileSample(await ChildProcess.StartAsync(command, screen.Add), screen);
    }

    /// <summary>Waits for a question that has not been answered yet, and answers it.</summary>
    public async Task AnswerAsync(string question, string answer)
    {
        await ReadAsync(question);
        await _process.TypeAsync(answer);
    }

    /// <summary>Waits for a line that has not been read yet.</summary>
    public async Task ReadAsync(string text)
    {
        await Eventually.IsTrueAsync(
            () =>
            {
                var lines = _screen.All;
                var found = Enumerable.Range(_read, lines.Count - _read)
                    .FirstOrDefault(i => lines[i].Contains(text, StringComparison.Ordinal), -1);
                _read = found < 0 ? _read : found + 1;
                Assert.False(found < 0 && _process.Exited.IsCompleted, _screen.ToString());
                return found >= 0;
            },
            $"the sample says '{text}'");
    }

    /// <summary>Returns the exit code.</summary>
    public async Task<int> QuitAsync()
    {
        await AnswerAsync("quit?", "quit");
        return await _process.Exited.WaitAsync(Eventually.Patience);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
