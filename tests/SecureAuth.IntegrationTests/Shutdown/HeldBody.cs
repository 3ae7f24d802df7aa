using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>A JSON body whose second half is sent when the test releases it.</summary>
internal sealed class HeldBody : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[][] _halves;

    public HeldBody(string first, string second)
    {
        _halves = [Encoding.UTF8.GetBytes(first), Encoding.UTF8.GetBytes(second)];
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Completes when the first half has been sent.</summary>
    public Task Begun => _begun.Task;

    public void Release() => _released.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_halves[0]);
        await stream.FlushAsync();
        _begun.TrySetResult();
        await _released.Task;
        await stream.WriteAsync(_halves[1]);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _halves.Sum(half => half.Length);
        return true;
    }
}
