using SecureAuth.Api.Http.Problems;

namespace SecureAuth.UnitTests.Http.Problems;

public sealed class ErrorCodeTests
{
    /// <summary>An independent copy of the contract's table. Clients depend on every line.</summary>
    private static readonly (string Code, int Status)[] Contract =
    [
        ("invalid_request", 400),
        ("weak_password", 400),
        ("email_taken", 409),
        ("invalid_credentials", 401),
        ("account_locked", 423),
        ("account_disabled", 403),
        ("email_not_verified", 403),
        ("invalid_temp_token", 401),
        ("invalid_code", 401),
        ("invalid_refresh_token", 401),
        ("refresh_token_reused", 401),
        ("invalid_token", 401),
        ("invalid_token", 400),
        ("invalid_client", 401),
        ("reauthentication_required", 403),
        ("second_factor_required", 403),
        ("cross_site_request", 403),
        ("payload_too_large", 413),
        ("unsupported_media_type", 415),
        ("method_not_allowed", 405),
        ("not_found", 404),
        ("conflict", 409),
        ("rate_limited", 429),
        ("server_busy", 503),
        ("service_unavailable", 503),
        ("internal_error", 500),
    ];

    [Fact]
    public void The_codes_and_their_statuses_match_the_contract() =>
        Assert.Equal(Contract, ErrorCode.All.Select(code => (code.Code, code.Status)));

    [Fact]
    public void Every_code_has_its_own_title_and_detail() =>
        Assert.Equal(ErrorCode.All.Count, ErrorCode.All.Select(code => code.Title).Distinct().Count());

    [Fact]
    public void Locked_limited_and_unavailable_say_when_to_retry() => Assert.Equal(
        ["account_locked", "rate_limited", "server_busy", "service_unavailable"],
        ErrorCode.All.Where(code => code.HasRetryAfter).Select(code => code.Code));

    [Fact]
    public void Each_code_has_the_nearest_one_of_OAuth() => Assert.Equal(
        [
            ("invalid_request", "invalid_request"), ("unsupported_media_type", "invalid_request"),
            ("payload_too_large", "invalid_request"), ("invalid_client", "invalid_client"),
            ("rate_limited", "temporarily_unavailable"), ("server_busy", "temporarily_unavailable"),
            ("service_unavailable", "temporarily_unavailable"), ("internal_error", "server_error"),
        ],
        new[]
        {
            ErrorCode.InvalidRequest, ErrorCode.UnsupportedMediaType, ErrorCode.PayloadTooLarge, ErrorCode.InvalidClient,
            ErrorCode.RateLimited, ErrorCode.ServerBusy, ErrorCode.ServiceUnavailable, ErrorCode.InternalError,
        }.Select(code => (code.Code, code.OAuthError)));

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(401, "invalid_token")]
    [InlineData(404, "not_found")]
    [InlineData(405, "method_not_allowed")]
    [InlineData(408, "invalid_request")]
    [InlineData(413, "payload_too_large")]
    [InlineData(415, "unsupported_media_type")]
    [InlineData(431, "invalid_request")]
    [InlineData(500, "internal_error")]
    [InlineData(502, "internal_error")]
    public void A_bare_status_of_the_framework_gets_a_code(int status, string code) =>
        Assert.Equal(code, ErrorCode.ForStatus(status).Code);
}
