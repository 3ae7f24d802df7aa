namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The claims of an access token that step-up decisions depend on. Nothing here checks the signature.</summary>
internal sealed record Claims(IReadOnlyList<string> Amr, DateTimeOffset AuthTime, Guid SessionId)
{
    public static readonly string[] Password = ["pwd"];

    public static readonly string[] MultiFactor = ["pwd", "otp", "mfa"];

    public static Claims Of(string accessToken)
    {
        var token = Jwt.Read(accessToken);
        return new Claims(
            [.. token.Claims["amr"]!.AsArray().Select(method => method!.GetValue<string>())],
            DateTimeOffset.FromUnixTimeSeconds(token.Seconds("auth_time")),
            Guid.Parse(token.Claims["sid"]!.GetValue<string>()));
    }
}
