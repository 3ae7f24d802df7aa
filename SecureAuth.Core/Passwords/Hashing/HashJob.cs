using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A password that has been prepared for hashing. It must be completed, failed or cancelled, which wipes it.</summary>
internal abstract class HashJob(HashWork work, HashOperation operation)
{
    public HashWork Work => work;

    /// <summary>The operation to record in the metrics.</summary>
    public HashOperation Operation => operation;

    /// <summary>Whether the work costs as much as that for a new hash, and thereby as for an unknown account.</summary>
    public bool IsTypical { get; init; }

    /// <summary>Completes the task with the result of the work.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    public abstract void Cancel(CancellationToken ct);
}

/// <param name="work">The work, which keeps its own result.</param>
/// <param name="operation">The operation to record in the metrics.</param>
/// <param name="finish">Converts the result of the work into that of the job.</param>
internal sealed class HashJob<T>(HashWork work, HashOperation operation, Func<T> finish) : HashJob(work, operation)
{
    // Continuations run asynchronously, because a request must not continue on a hashing thread.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    public override void Complete()
    {
        var result = finish();
        Work.Wipe();
        _completion.TrySetResult(result);
    }

    public override void Fail(Exception error)
    {
        Work.Wipe();
        _completion.TrySetException(error);
    }

    public override void Cancel(CancellationToken ct)
    {
        Work.Wipe();
        _completion.TrySetCanceled(ct);
    }
}
