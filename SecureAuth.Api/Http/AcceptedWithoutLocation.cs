using Microsoft.AspNetCore.Http.HttpResults;

namespace SecureAuth.Api.Http;

/// <summary>A 202 without a Location header, because there is nothing that the client could ask for the outcome.</summary>
internal static class AcceptedWithoutLocation
{
#pragma warning disable CA2234 // There is no URI.
    public static Accepted Create() => TypedResults.Accepted((string?)null);

    public static Accepted<T> Create<T>(T body) => TypedResults.Accepted((string?)null, body);
#pragma warning restore CA2234
}
