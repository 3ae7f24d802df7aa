namespace SecureAuth.Core.Passwords;

/// <summary>One hash to be made or verified on a thread of the gate.</summary>
internal abstract class HashJob
{
    protected HashJob(string operation)
    {
        Operation = operation;
        Node = new LinkedListNode<HashJob>(this);
    }

    public string Operation { get; }

    /// <summary>The job's seat in the queue; in no list once a thread or a cancellation has taken it out.</summary>
    public LinkedListNode<HashJob> Node { get; }

    public abstract void Run();

    /// <summary>Tells the caller; apart from <see cref="Run"/>, so that the place is free by then.</summary>
    public abstract void Complete();

    public abstract void Cancel(CancellationToken ct);
}

internal sealed class HashJob<T>(Func<T> hash, string operation) : HashJob(operation)
{
    // Continuations run elsewhere: a request must not go on on a hashing thread.
    private readonly TaskCompletionSource<T> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _complete;

    public Task<T> Task => _promise.Task;

    public override void Run()
    {
        try
        {
            var result = hash();
            _complete = () => _promise.TrySetResult(result);
        }
#pragma warning disable CA1031 // Whatever went wrong is the caller's to see; the thread goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _complete = () => _promise.TrySetException(error);
        }
    }

    public override void Complete() => _complete?.Invoke();

    public override void Cancel(CancellationToken ct) => _promise.TrySetCanceled(ct);
}
