using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SecureAuth.IntegrationTests.Passwords;

/// <summary>A service that answers as Have I Been Pwned does, or does not answer.</summary>
internal sealed class RangeService : IAsyncDisposable
{
    /// <summary>What an instance asks once at its start.</summary>
    private const string WarmUp = "/range/00000";

    private readonly WebApplication _app;

    private RangeService(WebApplication app) => _app = app;

    /// <summary>The whole hashes that have appeared in breaches.</summary>
    public ConcurrentBag<string> Breached { get; } = [];

    /// <summary>What the service was asked about passwords: path, query and the header that asks for padding.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The status of every answer. Zero stands for none.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public string ContentType { get; set; } = "text/plain";

    public string Address => _app.Urls.Single() + "/range/";

    public static async Task<RangeService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new RangeService(builder.Build());
        service._app.Run(service.AnswerAsync);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path != WarmUp)
        {
            Requests.Enqueue($"{request.Path}{request.QueryString} {request.Headers["Add-Padding"]}");
        }

        if (Status == 0)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        if (Status == StatusCodes.Status301MovedPermanently)
        {
            context.Response.Headers.Location = "/elsewhere" + request.Path;
        }

        var prefix = request.Path.Value!.Split('/')[^1];
        await context.Response.WriteAsync(string.Join("\r\n", [
            "0018A45C4D1DEF81644B54AB7F969B88D65:0",
            .. Breached.Where(hash => hash.StartsWith(prefix, StringComparison.Ordinal)).Select(hash => hash[5..] + ":2"),
        ]));
    }
}
