using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Lets the server read everything that a client has sent before it learns that the client has closed its side of the connection.
/// Kestrel rejects a body that has arrived completely once it has seen the end of the connection, so it would not process a
/// sign-out whose client closes the connection at once, as RFC 9112, section 9.5, allows.
/// </summary>
internal sealed class DelayedCompletionPipeReader(PipeReader inner) : PipeReader
{
    /// <summary>The length of the buffer when completion was last delayed.</summary>
    private long _delayedAtLength;

    /// <summary>The connection middleware.</summary>
    public static ConnectionDelegate WrapAsync(ConnectionDelegate next) => connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new Duplex(new DelayedCompletionPipeReader(transport.Input), transport.Output);
        return next(connection);
    };

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(DelayCompletion(read.Result)) : FinishAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = DelayCompletion(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<ReadResult> FinishAsync(ValueTask<ReadResult> read) => DelayCompletion(await read);

    /// <summary>
    /// Delays completion while the reader consumes the bytes. A reader that returns without having consumed any needs more data
    /// than there is, so it is told that the input has ended.
    /// </summary>
    private ReadResult DelayCompletion(in ReadResult read)
    {
        if (!read.IsCompleted || read.Buffer.IsEmpty || read.Buffer.Length == _delayedAtLength)
        {
            return read;
        }

        _delayedAtLength = read.Buffer.Length;
        return new ReadResult(read.Buffer, read.IsCanceled, isCompleted: false);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
