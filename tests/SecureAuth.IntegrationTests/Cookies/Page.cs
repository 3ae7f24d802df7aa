namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>What a browser and a script say about the page that sends a request.</summary>
/// <param name="Site">The value of <c>Sec-Fetch-Site</c>, or null if the browser is too old for it.</param>
/// <param name="Origin">The value of <c>Origin</c>, or null if the browser sends none.</param>
/// <param name="HasHeader">Whether the script sends the header that no form can send.</param>
internal sealed record Page(string? Site, string? Origin = null, bool HasHeader = true)
{
    public const string Header = "X-SecureAuth-CSRF";

    /// <summary>A page that the API itself serves.</summary>
    public static readonly Page Own = new("same-origin");

    public void Describe(HttpRequestMessage request)
    {
        Add(request, "Sec-Fetch-Site", Site);
        Add(request, "Origin", Origin);
        Add(request, Header, HasHeader ? "1" : null);
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(name, value);
        }
    }
}
