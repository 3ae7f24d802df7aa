using System.Text.Json.Serialization;

namespace SecureAuth.Client;

/// <summary>The tokens of a session.</summary>
/// <param name="AccessToken">A JWT for the <c>Authorization</c> header of requests to your APIs.</param>
/// <param name="ExpiresIn">How long the access token is valid.</param>
/// <param name="RefreshToken">
/// Works once, in <see cref="SecureAuthClient.RefreshAsync"/>. <see cref="SecureAuthSession"/> uses it for you.
/// </param>
/// <param name="RefreshExpiresIn">How long the session lives if it is not refreshed.</param>
/// <param name="SessionId">The id of the session.</param>
/// <param name="DeviceToken">
/// Comes with a sign-in, and is null after a refresh. Keep it when the user signs out, one for each user, and pass it to the next
/// sign-in: the device then has attempts of its own, which nobody else can use up.
/// </param>
public sealed record TokenPair(
    string AccessToken,
    [property: JsonConverter(typeof(SecondsConverter))] TimeSpan ExpiresIn,
    string RefreshToken,
    [property: JsonConverter(typeof(SecondsConverter))] TimeSpan RefreshExpiresIn,
    Guid SessionId,
    string? DeviceToken = null) : SecureAuthMessage;
