using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>
/// A credential in the JSON form of WebAuthn whose shape is right. Only the members that the ceremony needs are kept, written
/// anew: the handler reads nothing that was not checked here.
/// </summary>
/// <param name="Id">The credential id.</param>
/// <param name="Json">The JSON for the handler.</param>
internal sealed record Credential(byte[] Id, string Json) : Confidential
{
    /// <summary>In bytes, as WebAuthn allows.</summary>
    private const int MaxIdLength = 1023;

    private static readonly string[] AssertionMembers = ["clientDataJSON", "authenticatorData", "signature"];

    private static readonly string[] AttestationMembers = ["clientDataJSON", "attestationObject"];

    private static readonly string[] KnownTransports = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    /// <returns>The result of <c>navigator.credentials.get()</c>, or null if the shape is wrong.</returns>
    public static Credential? OfAssertion(JsonElement? value) => Parse(value, AssertionMembers, (response, json) =>
    {
        // Authenticators that were given a list of credentials may leave it out, and some libraries then write null.
        if (!response.TryGetProperty("userHandle", out var handle) || handle.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        return WriteBytes(json, "userHandle", handle);
    });

    /// <returns>The result of <c>navigator.credentials.create()</c>, or null if the shape is wrong.</returns>
    public static Credential? OfAttestation(JsonElement? value) => Parse(value, AttestationMembers, (response, json) =>
    {
        if (!response.TryGetProperty("transports", out var transports) || transports.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (transports.ValueKind != JsonValueKind.Array
            || transports.EnumerateArray().Any(transport => transport.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        // They come from the client and go to browsers again, so only known ones are kept.
        json.WriteStartArray("transports");
        foreach (var transport in transports.EnumerateArray().Select(t => t.GetString()!).Intersect(KnownTransports))
        {
            json.WriteStringValue(transport);
        }

        json.WriteEndArray();
        return true;
    });

    private static Credential? Parse(
        JsonElement? value, string[] members, Func<JsonElement, Utf8JsonWriter, bool> writeOptional)
    {
        if (value is not { ValueKind: JsonValueKind.Object } credential
            || !credential.TryGetProperty("id", out var idText) || Bytes(idText) is not { Length: > 0 and <= MaxIdLength } id
            || !credential.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || !credential.TryGetProperty("response", out var response) || response.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", Base64Url.EncodeToString(id));
            json.WriteString("type", type.GetString());
            json.WriteStartObject("clientExtensionResults");
            json.WriteEndObject();
            json.WriteStartObject("response");
            if (!members.All(member => response.TryGetProperty(member, out var bytes) && WriteBytes(json, member, bytes))
                || !writeOptional(response, json))
            {
                return null;
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new Credential(id, Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static bool WriteBytes(Utf8JsonWriter json, string name, JsonElement value)
    {
        if (Bytes(value) is not { } bytes)
        {
            return false;
        }

        json.WriteString(name, Base64Url.EncodeToString(bytes));
        return true;
    }

    private static byte[]? Bytes(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && Base64Url.IsValid(text)
            ? Base64Url.DecodeFromChars(text)
            : null;
}
