using SecureAuth.Core.Telemetry;
using SecureAuth.Hashing;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>A password that has been prepared for an engine. It must be completed, failed or cancelled, which wipes it.</summary>
internal abstract class HashJob(BcryptInput input, HashOperation operation)
{
    public BcryptInput Input => input;

    /// <summary>The operation to record in the metrics.</summary>
    public HashOperation Operation => operation;

    /// <summary>Completes the task with the result that the engine's digest stands for.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    public abstract void Cancel(CancellationToken ct);
}

/// <param name="input">The input of the engine, which writes the digest into it.</param>
/// <param name="operation">The operation to record in the metrics.</param>
/// <param name="finish">Converts the 31 characters of the digest into the result.</param>
internal sealed class HashJob<T>(BcryptInput input, HashOperation operation, Func<string, T> finish) : HashJob(input, operation)
{
    // Continuations run asynchronously, because a request must not continue on a hashing thread.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _completion.Task;

    public override void Complete()
    {
        var result = finish(BcryptBase64.Encode(Input.Digest));
        Input.Wipe();
        _completion.TrySetResult(result);
    }

    public override void Fail(Exception error)
    {
        Input.Wipe();
        _completion.TrySetException(error);
    }

    public override void Cancel(CancellationToken ct)
    {
        Input.Wipe();
        _completion.TrySetCanceled(ct);
    }
}
