namespace SecureAuth.Client.Tests;

/// <summary>A request as the fake server saw it.</summary>
internal sealed record FakeRequest(
    HttpMethod Method, Uri Uri, string? Authorization, string Body, CancellationToken Aborted)
{
    public string Path => Uri.AbsolutePath;

    public bool IsRefresh => Path == "/api/v1/auth/refresh";
}
