using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Telemetry;
using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>One password that waits at the gate or is being hashed.</summary>
internal abstract class HashJob
{
    protected HashJob(BcryptInput input, HashOperation operation, HashCaller claimant, long queuedAt)
    {
        Input = input;
        Operation = operation;
        Claimant = claimant;
        QueuedAt = queuedAt;
        Node = new LinkedListNode<HashJob>(this);
    }

    public BcryptInput Input { get; }

    public HashOperation Operation { get; }

    public HashCaller Claimant { get; }

    /// <summary>A timestamp of the gate's clock.</summary>
    public long QueuedAt { get; }

    /// <summary>The job's seat in the queue; in no list once a thread or a cancellation has taken it out.</summary>
    public LinkedListNode<HashJob> Node { get; }

    /// <summary>Tells the caller, once its place is free.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    public abstract void Cancel(CancellationToken ct);
}

internal sealed class HashJob<T>(PasswordWork<T> work, HashCaller claimant, long queuedAt)
    : HashJob(work.Input, work.Operation, claimant, queuedAt)
{
    // Continuations run elsewhere: a request must not go on on a hashing thread.
    private readonly TaskCompletionSource<T> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _promise.Task;

    public override void Complete()
    {
        var result = work.Finish();
        Input.Wipe();
        _promise.TrySetResult(result);
    }

    public override void Fail(Exception error)
    {
        Input.Wipe();
        _promise.TrySetException(error);
    }

    public override void Cancel(CancellationToken ct)
    {
        Input.Wipe();
        _promise.TrySetCanceled(ct);
    }
}
