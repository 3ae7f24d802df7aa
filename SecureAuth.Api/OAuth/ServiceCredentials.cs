using System.Text;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.OAuth;

/// <summary>The credentials that a request presents (RFC 6749, section 2.3.1).</summary>
internal abstract record ServiceCredentials : Confidential
{
    private const string BasicScheme = "Basic ";

    private ServiceCredentials()
    {
    }

    internal sealed record Missing : ServiceCredentials;

    /// <summary>There are credentials in more than one place, or in a form that cannot be read.</summary>
    internal sealed record Ambiguous : ServiceCredentials;

    /// <param name="Id">The id, which may be unknown.</param>
    /// <param name="Secret">The secret.</param>
    /// <param name="LiteralSecret">
    /// The secret before it was decoded. Many clients do not encode it, and some secrets look different then.
    /// </param>
    internal sealed record Presented(string Id, string Secret, string LiteralSecret) : ServiceCredentials;

    public static async Task<ServiceCredentials> ReadAsync(HttpContext context)
    {
        var form = await FormOfAsync(context);
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return FromForm(form);
        }

        if (header.Count > 1 || form?[TokenFormRequest.ClientSecretName] is not null)
        {
            return new Ambiguous();
        }

        // The id alone may be in the form too.
        var credentials = FromHeader(header.ToString());
        var id = form?[TokenFormRequest.ClientIdName];
        return id is null || (credentials is Presented presented && presented.Id == id) ? credentials : new Ambiguous();
    }

    private static ServiceCredentials FromForm(FormParameters? form)
    {
        var id = form?[TokenFormRequest.ClientIdName];
        var secret = form?[TokenFormRequest.ClientSecretName];
        return form is { Errors.Any: true } ? new Ambiguous()
            : id is null && secret is null ? new Missing()
            : new Presented(id ?? "", secret ?? "", secret ?? "");
    }

    private static ServiceCredentials FromHeader(string header)
    {
        if (!header.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase))
        {
            return new Missing();
        }

        var encoded = header.AsSpan(BasicScheme.Length).Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var length))
        {
            return new Presented("", "", "");
        }

        var pair = bytes.AsSpan(0, length);
        var separator = pair.IndexOf((byte)':');
        if (separator < 0)
        {
            return new Presented("", "", "");
        }

        var literal = Encoding.UTF8.GetString(pair[(separator + 1)..]);
        return new Presented(
            FormParameters.Decode(pair[..separator]) ?? "", FormParameters.Decode(pair[(separator + 1)..]) ?? literal, literal);
    }

    /// <returns>Null if the endpoint takes no form, or if a later step of the pipeline rejects the body.</returns>
    private static async Task<FormParameters?> FormOfAsync(HttpContext context)
    {
        if (!FormBody.IsExpectedBy(context) || !await RequestBodyMiddleware.IsAcceptableAsync(context))
        {
            return null;
        }

        return await FormParameters.ReadAsync(context);
    }
}
