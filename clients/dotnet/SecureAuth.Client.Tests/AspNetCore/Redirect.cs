namespace SecureAuth.Client.Tests.AspNetCore;

/// <summary>Sends the requests of a registered client to a fake server instead of the network.</summary>
internal sealed class Redirect(HttpMessageHandler server) : DelegatingHandler
{
    private readonly HttpMessageInvoker _server = new(server, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) => _server.SendAsync(request, cancellationToken);
}
