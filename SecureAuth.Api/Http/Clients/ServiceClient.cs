namespace SecureAuth.Api.Http.Clients;

/// <summary>The service whose credentials the request has, if they are right.</summary>
internal static class ServiceClient
{
    /// <returns>The id of the service, or null if the request has no valid credentials of one.</returns>
    public static string? Of(HttpContext context) => context.Features.Get<Authenticated>()?.Id;

    public static void Set(HttpContext context, string id) => context.Features.Set(new Authenticated(id));

    /// <summary>The path is for services, which read OAuth's error members.</summary>
    public static bool Serves(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ServiceEndpoint>() is not null;

    private sealed class Authenticated(string id)
    {
        public string Id => id;
    }
}

/// <summary>Endpoint metadata: only services with credentials of their own may call it.</summary>
internal sealed class ServiceEndpoint;
