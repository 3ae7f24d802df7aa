using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Lets the server read what a client has sent before it learns that the client has closed its side. Kestrel refuses a body,
/// even one that has come whole, once it has seen the end of the connection: a sign-out whose client hangs up at once
/// would not be read at all (RFC 9112, section 9.5, lets a client close so).
/// </summary>
internal sealed class DelayedCompletionPipeReader(PipeReader inner) : PipeReader
{
    /// <summary>How many bytes were there when the end was last kept back.</summary>
    private long _bytesBeforeEnd;

    /// <summary>The connection's middleware.</summary>
    public static ConnectionDelegate WrapAsync(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new Duplex(new DelayedCompletionPipeReader(connection.Transport.Input), connection.Transport.Output);
        return next(connection);
    };

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(WithoutEnd(read.Result)) : FinishAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = WithoutEnd(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<ReadResult> FinishAsync(ValueTask<ReadResult> read) => WithoutEnd(await read);

    /// <summary>
    /// The end is kept back while the bytes before it are consumed. A reader that asks again without having consumed any needs
    /// more than there are, and is told.
    /// </summary>
    private ReadResult WithoutEnd(in ReadResult read)
    {
        if (!read.IsCompleted || read.Buffer.IsEmpty || read.Buffer.Length == _bytesBeforeEnd)
        {
            return read;
        }

        _bytesBeforeEnd = read.Buffer.Length;
        return new ReadResult(read.Buffer, read.IsCanceled, isCompleted: false);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
