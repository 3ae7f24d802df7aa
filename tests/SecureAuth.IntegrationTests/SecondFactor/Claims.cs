using System.Buffers.Text;
using System.Text.Json;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>What an access token says, read without checking it: that is the API's work.</summary>
internal sealed record Claims(IReadOnlyList<string> Amr, DateTimeOffset AuthTime, Guid SessionId)
{
    public static readonly string[] Password = ["pwd"];

    public static readonly string[] MultiFactor = ["pwd", "otp", "mfa"];

    public static Claims Of(string accessToken)
    {
        var payload = JsonElement.Parse(Base64Url.DecodeFromChars(accessToken.Split('.')[1]));
        return new Claims(
            [.. payload.GetProperty("amr").EnumerateArray().Select(method => method.GetString()!)],
            DateTimeOffset.FromUnixTimeSeconds(payload.GetProperty("auth_time").GetInt64()),
            Guid.Parse(payload.GetProperty("sid").GetString()!));
    }
}
