using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Parses and assembles access tokens without a library, which would refuse invalid ones.</summary>
internal sealed record Jwt(JsonObject Header, JsonObject Claims, string Signature)
{
    public static Jwt Read(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        return new Jwt(Decode(parts[0]), Decode(parts[1]), parts[2]);
    }

    /// <summary>The part that a signature covers.</summary>
    public string Unsigned => $"{Encode(Header)}.{Encode(Claims)}";

    /// <summary>The token with its original signature, whatever has changed since.</summary>
    public override string ToString() => $"{Unsigned}.{Signature}";

    public Jwt With(string claim, JsonNode? value) => this with { Claims = Changed(Claims, claim, value) };

    public Jwt WithHeader(string parameter, JsonNode? value) => this with { Header = Changed(Header, parameter, value) };

    /// <summary>The value of a NumericDate claim.</summary>
    public long Seconds(string claim) => Claims[claim]!.GetValue<long>();

    /// <summary>Null removes the member.</summary>
    private static JsonObject Changed(JsonObject from, string member, JsonNode? value)
    {
        var copy = from.DeepClone().AsObject();
        copy.Remove(member);
        if (value is not null)
        {
            copy[member] = value;
        }

        return copy;
    }

    private static JsonObject Decode(string part) => JsonNode.Parse(Base64UrlEncoder.DecodeBytes(part))!.AsObject();

    private static string Encode(JsonObject json) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(json));
}
