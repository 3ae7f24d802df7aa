using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Email;

/// <summary>The request for a code. It is the same whether or not a mail is sent.</summary>
/// <param name="RequestToken">
/// Send it together with the code from the mail. Keep it where you have asked, and send it to nobody else.
/// </param>
/// <param name="ExpiresIn">The number of seconds for which the code is valid.</param>
internal sealed record CodeRequestedResponse(
    [Field(Example = Examples.CodeRequestToken)] string RequestToken,
    [Field(Example = Examples.CodeLifetime)] int ExpiresIn) : Confidential
{
    public static int LifetimeInSeconds => (int)MailedCodes.Lifetime.TotalSeconds;

    public static CodeRequestedResponse Of(RequestedCode code) => new(code.Token, LifetimeInSeconds);
}

/// <summary>A 202 for a mail that will be sent, if at all. It has a body only where mails carry codes.</summary>
internal sealed class AcceptedMail(RequestedProof proof) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status202Accepted;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        if (builder.ApplicationServices.GetRequiredService<IOptions<EmailOptions>>().Value.UsesCodes)
        {
            PopulateMetadata<Accepted<CodeRequestedResponse>>(method, builder);
        }
        else
        {
            PopulateMetadata<Accepted>(method, builder);
        }
    }

    public Task ExecuteAsync(HttpContext httpContext) => proof.Code is { } code
        ? AcceptedWithoutLocation.Create(CodeRequestedResponse.Of(code)).ExecuteAsync(httpContext)
        : AcceptedWithoutLocation.Create().ExecuteAsync(httpContext);

    private static void PopulateMetadata<TResult>(MethodInfo method, EndpointBuilder builder)
        where TResult : IEndpointMetadataProvider => TResult.PopulateMetadata(method, builder);
}

/// <summary>What the OpenAPI document says of an endpoint only where mails carry codes.</summary>
internal static class CodeDocumentation
{
    public static RouteHandlerBuilder WithCodeProblems(this RouteHandlerBuilder endpoint, params ErrorCode[] codes) =>
        endpoint.WithCodeMetadata(new ProblemMetadata(codes));

    /// <summary>The two bodies that an endpoint accepts, whose members exclude each other.</summary>
    public static RouteHandlerBuilder WithCodeExamples(this RouteHandlerBuilder endpoint, object code, object link) => endpoint
        .WithCodeMetadata(new RequestExample(code, "code", "The code of the mail, and the token of the request for it"))
        .WithCodeMetadata(new RequestExample(link, "link", "The token of a link, for mails that no client has asked for"));

    private static RouteHandlerBuilder WithCodeMetadata(this RouteHandlerBuilder endpoint, object metadata)
    {
        endpoint.Add(builder =>
        {
            if (builder.ApplicationServices.GetRequiredService<IOptions<EmailOptions>>().Value.UsesCodes)
            {
                builder.Metadata.Add(metadata);
            }
        });
        return endpoint;
    }
}
