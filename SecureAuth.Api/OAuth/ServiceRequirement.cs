using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Refusals;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.OAuth;

/// <summary>Rejects requests without valid credentials of a service.</summary>
internal static class ServiceRequirement
{
    public static RouteGroupBuilder RequireService(this RouteGroupBuilder group) => group
        .AllowAnonymous()
        .WithMetadata(new ServiceEndpoint())
        .LimitedBy(RateLimitPolicy.Client)
        .WithProblems(ErrorCode.InvalidClient, ErrorCode.NotFound)
        .AddEndpointFilter(async (context, next) => Refusal(context.HttpContext) ?? await next(context));

    private static ProblemResult? Refusal(HttpContext context)
    {
        if (ServiceClient.Of(context) is not null)
        {
            return null;
        }

        switch (context.Features.Get<ServiceCredentials>())
        {
            case ServiceCredentials.Ambiguous:
                var form = context.Features.Get<FormParameters>();
                return Problem.Validation(
                    form is { Errors.Any: true }
                        ? form.Errors
                        : new FieldErrors().Add(TokenFormRequest.ClientSecretName, JsonErrors.NotAcceptable));

            case ServiceCredentials.Presented:
                context.RequestServices.GetRequiredService<AuthorizationRefusalRecorder>().Record(
                    context, AuthorizationRefusal.InvalidClient);
                break;
        }

        return Problem.Of(ErrorCode.InvalidClient);
    }
}
