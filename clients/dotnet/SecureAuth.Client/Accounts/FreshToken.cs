using System.Text.Json.Serialization;

namespace SecureAuth.Client;

/// <summary>
/// An access token of the same session that proves a recent authentication, for five minutes. Pass it to
/// <see cref="SecureAuthClient.ForUser"/> for what needs one. A refresh does not carry the proof on.
/// </summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="ExpiresIn">How long it is valid as an access token.</param>
public sealed record FreshToken(
    string AccessToken, [property: JsonConverter(typeof(SecondsConverter))] TimeSpan ExpiresIn) : SecureAuthMessage;
