using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>A form has one meaning, or none.</summary>
public sealed class ServiceFormTests(TestSystem system)
{
    private readonly ServiceCaller _service = system.NewService();

    public static TheoryData<string> Paths => [ServiceCaller.Introspect, ServiceCaller.Revoke];

    [Theory]
    [InlineData("", "token")]
    [InlineData("token=", "token")]
    [InlineData("token", "token")]
    [InlineData("Token=x", "token")]
    [InlineData("token_type_hint=access_token", "token")]
    [InlineData("token=x&token=x", "token")]
    [InlineData("token=&token=x", "token")]
    [InlineData("token=x&%74oken=y", "token")]
    [InlineData("token=x&token_type_hint=a&token_type_hint=b", "token_type_hint")]
    [InlineData("token=x&other=a&other=b", "other")]
    [InlineData("token=x&%F0%9F%9A%8B=a&%F0%9F%9A%8B=b", "body")]
    [InlineData("token=%", "body")]
    [InlineData("token=%4", "body")]
    [InlineData("token=%zz", "body")]
    [InlineData("token=%u0041", "body")]
    [InlineData("token=%FF", "body")]
    [InlineData("token=%C3%28", "body")]
    [InlineData("%=x&token=x", "body")]
    public async Task A_form_that_is_malformed_or_lacks_its_token_is_invalid(string form, string field)
    {
        foreach (var path in new[] { ServiceCaller.Introspect, ServiceCaller.Revoke })
        {
            var response = await _service.PostTextAsync(path, form);

            Problems.IsInvalid(field, response);
            Assert.Equal("invalid_request", response["error"]);
        }
    }

    /// <summary>The decision may not depend on which of two places a reader believes.</summary>
    [Theory]
    [InlineData("client_id=tests&client_secret=a&client_secret={secret}&token=x", "client_secret")]
    [InlineData("client_id=other&client_id=tests&client_secret={secret}&token=x", "client_id")]
    [InlineData("client_id=tests&client_secret={secret}&token=x&token=y", "token")]
    public async Task A_repeated_parameter_authenticates_nobody(string form, string field)
    {
        var body = form.Replace("{secret}", system.Settings.ServiceSecret, StringComparison.Ordinal);

        var response = await _service.Client.PostTextAsync(
            ServiceCaller.Introspect, body, "application/x-www-form-urlencoded");

        Problems.IsInvalid(field, response);
    }

    [Theory]
    [InlineData("token=x&scope=y&&=&a")]
    [InlineData("&token=x&")]
    [InlineData("token=x&token_type_hint=unknown")]
    [InlineData("token=x&token_type_hint=refresh_token")]
    [InlineData("%74%6F%6B%65%6E=x")]
    [InlineData("token=a+b%20c%2B=d")]
    public async Task Unknown_and_empty_parameters_are_ignored(string form)
    {
        var response = await _service.PostTextAsync(ServiceCaller.Introspect, form);

        Assert.Equal((HttpStatusCode.OK, "{\"active\":false}"), (response.Status, response.Body));
    }

    [Fact]
    public async Task A_token_may_be_encoded_in_any_way()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var encoded = string.Concat(user.AccessToken.Select(c => $"%{(int)c:x2}"));

        var response = await _service.PostTextAsync(
            ServiceCaller.Introspect, $"token={encoded}", "Application/X-WWW-Form-URLEncoded; charset=\"UTF-8\"");

        Assert.True(response.Json.GetProperty("active").GetBoolean(), response.ToString());
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Another_media_type_is_not_supported(string path)
    {
        foreach (var type in new[]
        {
            "application/json", "text/plain", "multipart/form-data; boundary=x", "",
            "application/x-www-form-urlencoded; charset=utf-16",
        })
        {
            var response = await _service.PostTextAsync(path, "token=x", type);

            Problems.Is("unsupported_media_type", response);
            Assert.Equal("invalid_request", response["error"]);
        }

        var compressed = TestClient.Request(HttpMethod.Post, path);
        compressed.Headers.Authorization = ServiceCaller.Basic(Settings.ServiceId, system.Settings.ServiceSecret);
        compressed.Content = new FormUrlEncodedContent([KeyValuePair.Create("token", "x")]);
        compressed.Content.Headers.ContentEncoding.Add("gzip");
        Problems.Is("unsupported_media_type", await _service.Client.SendAsync(compressed));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_form_over_16_KiB_is_too_large(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await _service.PostTextAsync(path, "token=" + new string('x', (16 * 1024) - 6))).Status);
        Problems.Is("payload_too_large", await _service.PostTextAsync(path, "token=" + new string('x', (16 * 1024) - 5)));

        // The secret cannot be found in it either.
        Problems.Is("payload_too_large", await _service.Client.PostTextAsync(
            path, $"client_id=tests&client_secret={system.Settings.ServiceSecret}&token={new string('x', 16 * 1024)}",
            "application/x-www-form-urlencoded"));
    }

    [Fact]
    public async Task Elsewhere_a_form_is_still_refused() => Problems.Is(
        "unsupported_media_type",
        await _service.Client.PostTextAsync(
            "/api/v1/auth/refresh", "refresh_token=x", "application/x-www-form-urlencoded"));
}
