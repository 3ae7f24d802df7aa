using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Client.AspNetCore;

/// <summary>Adds the check to the events of the application, whichever way it has set them.</summary>
/// <param name="check">The check.</param>
/// <param name="events">The events that the application has set.</param>
/// <param name="eventsType">The type of events that the application has set instead, resolved for each request.</param>
internal sealed class RevocationEvents(RevocationCheck check, JwtBearerEvents? events, Type? eventsType) : JwtBearerEvents
{
    private static readonly JwtBearerEvents None = new();

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        await Of(context.HttpContext).TokenValidated(context);

        // An application that calls Success() vouches for its own conditions, and not for the session.
        if (context.Result is null or { Succeeded: true })
        {
            await check.CheckAsync(context);
        }
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is RevocationsUnknownException)
        {
            context.HandleResponse();
            ServiceOutage.Write(context.Response);
            return;
        }

        await Of(context.HttpContext).Challenge(context);
    }

    public override Task MessageReceived(MessageReceivedContext context)
    {
        KeyRefresh.Apply(context.Options);
        return Of(context.HttpContext).MessageReceived(context);
    }

    public override Task AuthenticationFailed(AuthenticationFailedContext context) =>
        Of(context.HttpContext).AuthenticationFailed(context);

    public override Task Forbidden(ForbiddenContext context) => Of(context.HttpContext).Forbidden(context);

    private JwtBearerEvents Of(HttpContext context) => eventsType is null
        ? events ?? None
        : (JwtBearerEvents)context.RequestServices.GetRequiredService(eventsType);
}
