using System.Collections.Concurrent;
using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Failover;

/// <summary>Clients that call the API again and again until they are stopped, and remember what they were answered.</summary>
internal sealed class OngoingRequests : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<(string Request, HttpStatusCode Status)> _answers = [];
    private readonly List<Task> _clients = [];

    public OngoingRequests Add(string request, Func<Task<Response>> send)
    {
        _clients.Add(RepeatAsync(request, send));
        return this;
    }

    /// <summary>Waits until each of the clients has been served.</summary>
    public Task HaveAllBeenServedAsync() => HaveAllAsync(status => status != HttpStatusCode.ServiceUnavailable, "served");

    /// <summary>Waits until each of the clients has been told that the service is not available.</summary>
    public Task HaveAllBeenTurnedAwayAsync() =>
        HaveAllAsync(status => status == HttpStatusCode.ServiceUnavailable, "turned away");

    /// <summary>Stops the clients and returns each combination of a request and its answer.</summary>
    public async Task<IReadOnlyCollection<(string Request, HttpStatusCode Status)>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        return [.. _answers.Distinct().Order()];
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private Task HaveAllAsync(Func<HttpStatusCode, bool> isAwaited, string expected) => Eventually.IsTrueAsync(
        () => _answers.Where(answer => isAwaited(answer.Status)).Select(answer => answer.Request).Distinct().Count()
            == _clients.Count,
        $"each request has been {expected}");

    private async Task RepeatAsync(string request, Func<Task<Response>> send)
    {
        while (!_stop.IsCancellationRequested)
        {
            _answers.Add((request, (await send()).Status));

            // Some twenty requests a second: the two cores are shared with the other tests.
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }
}
