using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <param name="Type">Always <c>public-key</c>.</param>
/// <param name="Id">The credential id in base64url.</param>
/// <param name="Transports">How the authenticator can be reached.</param>
internal sealed record PasskeyDescriptor(
    [property: JsonPropertyName("type")] [Field(Example = "public-key")] string Type,
    [property: JsonPropertyName("id")] [Field(Example = Examples.CredentialId)] string Id,
    [property: JsonPropertyName("transports")] [Field(Example = new[] { "internal" })] IReadOnlyList<string> Transports)
    : Confidential;

/// <summary>
/// The options for <c>navigator.credentials.get()</c>: pass them to <c>PublicKeyCredential.parseRequestOptionsFromJSON()</c>.
/// </summary>
/// <param name="Challenge">The challenge in base64url.</param>
/// <param name="Timeout">How long the browser should wait, in milliseconds.</param>
/// <param name="RpId">The domain that the passkeys belong to.</param>
/// <param name="AllowCredentials">
/// The passkeys of the user as a second factor. Otherwise empty: the browser offers what it has.
/// </param>
/// <param name="UserVerification">Always <c>required</c>.</param>
/// <param name="ChallengeToken">Send it back together with the credential.</param>
internal sealed record PasskeyRequestOptionsResponse(
    [property: JsonPropertyName("challenge")] [Field(Example = Examples.WebAuthnChallenge)] string Challenge,
    [property: JsonPropertyName("timeout")] [Field(Example = 300_000)] long Timeout,
    [property: JsonPropertyName("rpId")] [Field(Example = "auth.example.com")] string RpId,
    [property: JsonPropertyName("allowCredentials")] IReadOnlyList<PasskeyDescriptor> AllowCredentials,
    [property: JsonPropertyName("userVerification")] [Field(Example = "required")] string UserVerification,
    [property: JsonPropertyName("challenge_token")] [Field(Example = Examples.ChallengeToken)] string ChallengeToken)
    : Confidential
{
    public static PasskeyRequestOptionsResponse Of(BegunCeremony ceremony, string challengeToken) =>
        PasskeyJson.Read(ceremony, challengeToken, PasskeyJson.Default.PasskeyRequestOptionsResponse);
}

/// <param name="Id">The domain that the passkey will belong to.</param>
/// <param name="Name">The same.</param>
internal sealed record PasskeyRelyingParty(
    [property: JsonPropertyName("id")] [Field(Example = "auth.example.com")] string Id,
    [property: JsonPropertyName("name")] [Field(Example = "auth.example.com")] string Name) : Confidential;

/// <param name="Id">The id of the user in base64url.</param>
/// <param name="Name">The e-mail address.</param>
/// <param name="DisplayName">The display name, or the e-mail address if there is none.</param>
internal sealed record PasskeyUser(
    [property: JsonPropertyName("id")] [Field(Example = "MDE5OTBhN2MtNWY3ZS03ZDBm")] string Id,
    [property: JsonPropertyName("name")] [Field(Example = Examples.Email)] string Name,
    [property: JsonPropertyName("displayName")] [Field(Example = Examples.DisplayName)] string DisplayName) : Confidential;

/// <param name="Type">Always <c>public-key</c>.</param>
/// <param name="Alg">The COSE algorithm, such as -7 for ES256.</param>
internal sealed record PasskeyAlgorithm(
    [property: JsonPropertyName("type")] [Field(Example = "public-key")] string Type,
    [property: JsonPropertyName("alg")] [Field(Example = -7)] int Alg) : Confidential;

/// <param name="ResidentKey">Always <c>required</c>: a sign-in does not list credentials.</param>
/// <param name="RequireResidentKey">Always true.</param>
/// <param name="UserVerification">Always <c>required</c>.</param>
internal sealed record PasskeyAuthenticator(
    [property: JsonPropertyName("residentKey")] [Field(Example = "required")] string ResidentKey,
    [property: JsonPropertyName("requireResidentKey")] [Field(Example = true)] bool RequireResidentKey,
    [property: JsonPropertyName("userVerification")] [Field(Example = "required")] string UserVerification) : Confidential;

/// <summary>
/// The options for <c>navigator.credentials.create()</c>: pass them to
/// <c>PublicKeyCredential.parseCreationOptionsFromJSON()</c>.
/// </summary>
/// <param name="Rp">The relying party.</param>
/// <param name="User">The user.</param>
/// <param name="Challenge">The challenge in base64url.</param>
/// <param name="PubKeyCredParams">The supported algorithms.</param>
/// <param name="Timeout">How long the browser should wait, in milliseconds.</param>
/// <param name="ExcludeCredentials">The passkeys that the user has already.</param>
/// <param name="AuthenticatorSelection">What the authenticator must be able to do.</param>
/// <param name="Attestation">Always <c>none</c>.</param>
/// <param name="ChallengeToken">Send it back together with the credential.</param>
internal sealed record PasskeyCreationOptionsResponse(
    [property: JsonPropertyName("rp")] PasskeyRelyingParty Rp,
    [property: JsonPropertyName("user")] PasskeyUser User,
    [property: JsonPropertyName("challenge")] [Field(Example = Examples.WebAuthnChallenge)] string Challenge,
    [property: JsonPropertyName("pubKeyCredParams")] IReadOnlyList<PasskeyAlgorithm> PubKeyCredParams,
    [property: JsonPropertyName("timeout")] [Field(Example = 300_000)] long Timeout,
    [property: JsonPropertyName("excludeCredentials")] IReadOnlyList<PasskeyDescriptor> ExcludeCredentials,
    [property: JsonPropertyName("authenticatorSelection")] PasskeyAuthenticator AuthenticatorSelection,
    [property: JsonPropertyName("attestation")] [Field(Example = "none")] string Attestation,
    [property: JsonPropertyName("challenge_token")] [Field(Example = Examples.ChallengeToken)] string ChallengeToken)
    : Confidential
{
    public static PasskeyCreationOptionsResponse Of(BegunCeremony ceremony, string challengeToken) =>
        PasskeyJson.Read(ceremony, challengeToken, PasskeyJson.Default.PasskeyCreationOptionsResponse);
}

/// <summary>Reads the options that the handler has written.</summary>
[JsonSerializable(typeof(PasskeyRequestOptionsResponse))]
[JsonSerializable(typeof(PasskeyCreationOptionsResponse))]
internal sealed partial class PasskeyJson : JsonSerializerContext
{
    public static T Read<T>(BegunCeremony ceremony, string challengeToken, JsonTypeInfo<T> type)
    {
        var options = JsonNode.Parse(ceremony.OptionsJson)!;
        options["challenge_token"] = challengeToken;
        return options.Deserialize(type)!;
    }
}
