using Microsoft.AspNetCore.Http;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.UnitTests.Http.Bodies;

public sealed class RequestBodyMiddlewareTests
{
    private readonly HttpRequest _request = new DefaultHttpContext().Request;

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    public void JSON_in_UTF_8_is_accepted(string contentType)
    {
        _request.ContentType = contentType;
        Assert.Null(Refusal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/problem+json")]
    [InlineData("application/jsonp")]
    [InlineData("application/json, text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=none-such")]
    [InlineData("nonsense")]
    public void Other_media_types_are_refused(string? contentType)
    {
        _request.ContentType = contentType;
        Assert.Equal(ErrorCode.UnsupportedMediaType, Refusal());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("Application/X-WWW-Form-URLEncoded; charset=\"utf-8\"", true)]
    [InlineData("application/x-www-form-urlencoded; charset=latin1", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void An_endpoint_with_a_form_accepts_nothing_else(string? contentType, bool accepted)
    {
        _request.HttpContext.SetEndpoint(
            new Endpoint(requestDelegate: null, new EndpointMetadataCollection(new FormBody(typeof(string))), displayName: null));
        _request.ContentType = contentType;

        Assert.Equal(accepted ? null : ErrorCode.UnsupportedMediaType, Refusal());
    }

    [Fact]
    public void A_compressed_body_is_not_decompressed()
    {
        _request.ContentType = "application/json";
        _request.Headers.ContentEncoding = "gzip";
        Assert.Equal(ErrorCode.UnsupportedMediaType, Refusal());
    }

    [Fact]
    public void A_body_over_16_KiB_is_too_large()
    {
        _request.ContentType = "application/json";
        Assert.Null(Refusal(16 * 1024));
        Assert.Equal(ErrorCode.PayloadTooLarge, Refusal((16 * 1024) + 1));
    }

    [Fact]
    public void An_empty_body_needs_no_media_type() => Assert.Null(Refusal(0));

    private ErrorCode? Refusal(int length = 2) => RequestBodyMiddleware.Refusal(_request, new byte[length]);
}
