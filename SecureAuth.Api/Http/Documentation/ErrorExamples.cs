using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// An example of each error of an operation. The errors that every operation can return share theirs, because they would make up
/// two thirds of the document.
/// </summary>
internal sealed class ErrorExamples
{
    private const string SharedPath = "/api/v1/users/me";

    /// <summary>An error of a request whose body nobody asked for.</summary>
    private static readonly FieldErrors UnknownMember = new FieldErrors().Add("unknown", JsonErrors.NotAcceptable);

    private readonly OpenApiDocument _document;

    private readonly string _path;

    private readonly bool _isForServices;

    private readonly IReadOnlyList<RequestMember> _members;

    /// <param name="document">The document that has the shared examples.</param>
    /// <param name="path">The path of the operation.</param>
    /// <param name="body">The type of the request body, if there is one.</param>
    /// <param name="isForServices">Whether the errors have the members of OAuth 2.0 too.</param>
    public ErrorExamples(OpenApiDocument document, string path, Type? body = null, bool isForServices = false)
    {
        _document = document;
        _path = path.Replace("{id}", Examples.PathId, StringComparison.Ordinal);
        _isForServices = isForServices;
        _members = body is null ? [] : [.. RequestMember.Of(body)];
    }

    public static ErrorExamples Of(OpenApiDocument document, string path, ApiDescription api)
    {
        var metadata = api.ActionDescriptor.EndpointMetadata;
        var body = metadata.OfType<FormBody>().SingleOrDefault()?.Type
            ?? api.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source == BindingSource.Body)?.Type;
        return new ErrorExamples(document, path, body, metadata.OfType<ServiceEndpoint>().Any());
    }

    public static Dictionary<string, IOpenApiExample> Components() => OperationResponses.SharedCodes.ToDictionary(
        code => code.Code,
        IOpenApiExample (code) => ToOpenApi(
            code, SharedPath, code == ErrorCode.InvalidRequest ? UnknownMember : null, isForServices: false));

    public IOpenApiExample For(ErrorCode code)
    {
        var errors = code == ErrorCode.InvalidRequest ? FirstMissing()
            : code == ErrorCode.WeakPassword ? TooShort()
            : null;
        return errors is null && !_isForServices && OperationResponses.SharedCodes.Contains(code)
            ? new OpenApiExampleReference(code.Code, _document)
            : ToOpenApi(code, _path, errors, _isForServices);
    }

    private static OpenApiExample ToOpenApi(ErrorCode code, string path, FieldErrors? errors, bool isForServices) => new()
    {
        Summary = code.Title,
        Value = ExampleSerializer.ToJson(
            Problem.DocumentOf(code, path, Examples.RequestId, errors?.ToDictionary(), isForServices)),
    };

    private FieldErrors? FirstMissing() => _members.FirstOrDefault(member => member.IsRequired) is { } member
        ? new FieldErrors().Add(member.Name, FieldErrors.Required)
        : null;

    private FieldErrors? TooShort() => _members.FirstOrDefault(member => member.IsNewPassword) is { } member
        ? new FieldErrors().Add(member.Name, "too_short")
        : null;

    private sealed record RequestMember(string Name, bool IsRequired, bool IsNewPassword) : Confidential
    {
        public static IEnumerable<RequestMember> Of(Type body) => ExampleSerializer.MembersOf(body).Select(
            member => new RequestMember(
                member.Name,
                member.AssociatedParameter is { HasDefaultValue: false },
                SchemaTransformer.FieldOf(member)?.IsNewPassword == true));
    }
}
