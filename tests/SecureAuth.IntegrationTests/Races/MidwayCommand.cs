using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>A command of an operator that starts in the middle of parallel calls.</summary>
internal sealed class MidwayCommand
{
    private readonly TaskCompletionSource _isMidway = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly int _calls;

    private int _answered;

    /// <param name="settings">The settings of the operator.</param>
    /// <param name="calls">How many calls have to be answered before.</param>
    /// <param name="command">The command, which must succeed.</param>
    public MidwayCommand(Settings settings, int calls, params string[] command)
    {
        _calls = calls;
        Completed = RunAsync(settings, command);
    }

    public Task Completed { get; }

    public bool IsCompleted => Completed.IsCompleted;

    public void CountAnswer()
    {
        if (Interlocked.Increment(ref _answered) == _calls)
        {
            _isMidway.SetResult();
        }
    }

    private async Task RunAsync(Settings settings, string[] command)
    {
        await Task.WhenAny(_isMidway.Task, Task.Delay(Eventually.Patience));
        Assert.True(_isMidway.Task.IsCompleted, $"{_answered} of {_calls} calls were granted before the command.");
        await Cli.SucceedAsync(settings, command);
    }
}
