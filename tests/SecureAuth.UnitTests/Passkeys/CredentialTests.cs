using System.Text.Json;
using SecureAuth.Api.Passkeys;

namespace SecureAuth.UnitTests.Passkeys;

/// <summary>Only the members that a ceremony needs reach the handler.</summary>
public sealed class CredentialTests
{
    private const string Response = """{"clientDataJSON":"AA","authenticatorData":"AQ","signature":"Ag"}""";

    [Fact]
    public void An_assertion_is_written_anew_with_what_is_needed()
    {
        var credential = Credential.OfAssertion(JsonElement.Parse(
            """
            {"id":"_-8","rawId":"_-8","type":"public-key","authenticatorAttachment":"platform","unknown":[1],
            "clientExtensionResults":{"a":{"b":1}},
            "response":{"clientDataJSON":"AA","authenticatorData":"AQ","signature":"Ag","userHandle":"Aw","unknown":{}}}
            """));

        Assert.Equal([0xFF, 0xEF], credential!.Id);
        Assert.Equal(
            """{"id":"_-8","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AA","""
            + "\"authenticatorData\":\"AQ\",\"signature\":\"Ag\",\"userHandle\":\"Aw\"}}",
            credential.Json);
    }

    [Fact]
    public void Transports_that_no_browser_knows_are_dropped()
    {
        var credential = Credential.OfAttestation(JsonElement.Parse(
            """
            {"id":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AQ",
            "transports":["usb","<script>","internal","usb"]}}
            """));

        Assert.EndsWith("\"transports\":[\"usb\",\"internal\"]}}", credential!.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"AA","type":"public-key"}""")]
    [InlineData("""{"id":"AA","type":"public-key","response":[]}""")]
    [InlineData("""{"id":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AQ"}}""")]
    [InlineData("""{"id":"AA","type":null,"response":R}""")]
    [InlineData("""{"id":"","type":"public-key","response":R}""")]
    [InlineData("""{"id":"+/8=","type":"public-key","response":R}""")]
    [InlineData("""{"id":7,"type":"public-key","response":R}""")]
    public void A_wrong_shape_is_recognised(string json) =>
        Assert.Null(Credential.OfAssertion(JsonElement.Parse(json.Replace("R", Response, StringComparison.Ordinal))));

    [Theory]
    [InlineData("null", true)]
    [InlineData("\"AA\"", true)]
    [InlineData("7", false)]
    [InlineData("\"not base64url!\"", false)]
    public void The_user_handle_is_optional(string handle, bool valid)
    {
        var response = Response.Replace("}", $",\"userHandle\":{handle}}}", StringComparison.Ordinal);

        var credential = Credential.OfAssertion(
            JsonElement.Parse($$"""{"id":"AA","type":"public-key","response":{{response}}}"""));

        Assert.Equal(valid, credential is not null);
    }

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    public void A_credential_id_has_at_most_1023_bytes(int length, bool valid)
    {
        var id = System.Buffers.Text.Base64Url.EncodeToString(new byte[length]);

        var credential = Credential.OfAssertion(
            JsonElement.Parse($$"""{"id":"{{id}}","type":"public-key","response":{{Response}}}"""));

        Assert.Equal(valid, credential is not null);
    }

    [Fact]
    public void Missing_extension_results_are_no_mistake() => Assert.NotNull(Credential.OfAssertion(
        JsonElement.Parse($$"""{"id":"AA","type":"public-key","response":{{Response}}}""")));
}
