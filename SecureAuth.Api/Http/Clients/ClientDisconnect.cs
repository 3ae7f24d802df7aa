namespace SecureAuth.Api.Http.Clients;

/// <summary>
/// Signals that the client has disconnected. Only a handler with a parameter of this type can be cancelled by it, and it passes
/// the token to waits, reads and hashing only. A request that has arrived completely is carried out: a client that disconnects
/// must not undo a sign-out, a refusal or the detection of a stolen token.
/// </summary>
internal readonly record struct ClientDisconnect(CancellationToken Token)
{
    /// <summary>Hides the token from the rest of the pipeline, which would otherwise stop when the client disconnects.</summary>
    public static Task DetachAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set<Detached>(new Detached(context.RequestAborted));
        context.RequestAborted = CancellationToken.None;
        return next(context);
    }

    public static CancellationToken TokenOf(HttpContext context) =>
        context.Features.Get<Detached>()?.Token ?? context.RequestAborted;

    /// <summary>Binds the parameter of a handler.</summary>
    public static ValueTask<ClientDisconnect> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new ClientDisconnect(TokenOf(context)));

    private sealed record Detached(CancellationToken Token);
}
