namespace SecureAuth.Api.Http.Clients;

/// <summary>
/// Says that the client has gone away. Only a handler that takes this one can be cancelled by it, and it passes the token on
/// to nothing but waiting, reading and hashing: a request that has come whole is carried out, since a client that hangs up
/// must not undo a sign-out, a refusal or the detection of a stolen token.
/// </summary>
internal readonly record struct ClientDisconnect(CancellationToken Token)
{
    /// <summary>Keeps the token from the rest of the pipeline, whose parts would each stop at it.</summary>
    public static Task DetachAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set<Detached>(new Detached(context.RequestAborted));
        context.RequestAborted = CancellationToken.None;
        return next(context);
    }

    public static CancellationToken TokenOf(HttpContext context) =>
        context.Features.Get<Detached>()?.Token ?? context.RequestAborted;

    /// <summary>Binds a handler's parameter.</summary>
    public static ValueTask<ClientDisconnect> BindAsync(HttpContext context) => ValueTask.FromResult(new ClientDisconnect(TokenOf(context)));

    private sealed record Detached(CancellationToken Token);
}
