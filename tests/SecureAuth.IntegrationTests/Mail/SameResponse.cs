using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>Compares everything that a client sees of two responses, apart from the request's id and the time.</summary>
internal static class SameResponse
{
    private static readonly HashSet<string> OfTheRequest =
        new(["X-Request-Id", "Date", "RateLimit"], StringComparer.OrdinalIgnoreCase);

    public static void Assert(Response first, Response second)
    {
        Xunit.Assert.Equal(first.Status, second.Status);
        Xunit.Assert.Equal(first.Body, second.Body);
        Xunit.Assert.Equal(HeadersOf(first), HeadersOf(second));
    }

    private static IEnumerable<string> HeadersOf(Response response) => response.Headers.Concat(response.ContentHeaders)
        .Where(header => !OfTheRequest.Contains(header.Key))
        .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
}
