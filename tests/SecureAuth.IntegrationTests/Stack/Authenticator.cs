using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>How a browser and its authenticator deviate from what they should do. Null stands for what is right.</summary>
internal sealed record Deviation
{
    public static readonly Deviation None = new();

    public string? Origin { get; init; }

    public bool CrossOrigin { get; init; }

    public string? RpId { get; init; }

    public string? Type { get; init; }

    public string? Challenge { get; init; }

    public string? UserHandle { get; init; }

    public byte[]? CredentialId { get; init; }

    public bool WithoutUserPresence { get; init; }

    public bool WithoutUserVerification { get; init; }

    public bool? BackupEligible { get; init; }

    public bool? BackedUp { get; init; }

    public uint? Counter { get; init; }

    /// <summary>Changes the client data after it was signed.</summary>
    public bool TamperedClientData { get; init; }

    /// <summary>Changes the flags after they were signed.</summary>
    public bool TamperedFlags { get; init; }

    public bool TamperedSignature { get; init; }
}

/// <summary>
/// An independent authenticator together with the browser around it (WebAuthn Level 3). It has one discoverable credential.
/// </summary>
internal sealed class Authenticator : IDisposable
{
    private readonly bool _rsaKey;
    private readonly bool _synced;
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);
    private string _userHandle = "";

    /// <param name="rsa">Signs with RS256 instead of ES256.</param>
    /// <param name="synced">Whether the key is on several devices. It has no counter then, like those of phones.</param>
    public Authenticator(bool rsa = false, bool synced = false)
    {
        _rsaKey = rsa;
        _synced = synced;
        BackedUp = synced;
    }

    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(32);

    public uint Counter { get; set; }

    public bool BackedUp { get; set; }

    /// <summary>The page that calls the browser.</summary>
    public string Origin { get; init; } = Settings.Issuer;

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
    }

    /// <summary><c>navigator.credentials.create()</c>.</summary>
    public JsonObject Create(JsonElement options, Deviation? deviation = null)
    {
        var d = deviation ?? Deviation.None;
        _userHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var id = d.CredentialId ?? CredentialId;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)id.Length);
        var rpId = options.GetProperty("rp").GetProperty("id").GetString()!;
        byte[] data = [.. Data(rpId, attested: true, d), .. new byte[16], .. length, .. id, .. PublicKey()];
        var attestation = Cbor.Map(
            (Cbor.Text("fmt"), Cbor.Text("none")), (Cbor.Text("attStmt"), Cbor.Map()), (Cbor.Text("authData"), Cbor.Bytes(data)));
        return Credential(id, new JsonObject
        {
            ["clientDataJSON"] = Encode(ClientData("webauthn.create", options, d)),
            ["attestationObject"] = Encode(attestation),
            ["transports"] = new JsonArray("internal", "hybrid", "https://nonsense.test"),
        });
    }

    /// <summary><c>navigator.credentials.get()</c>.</summary>
    public JsonObject Get(JsonElement options, Deviation? deviation = null)
    {
        var d = deviation ?? Deviation.None;
        if (!_synced)
        {
            Counter++;
        }

        var clientData = ClientData("webauthn.get", options, d);
        var data = Data(options.GetProperty("rpId").GetString()!, attested: false, d);
        var signature = Sign([.. data, .. SHA256.HashData(clientData)]);
        if (d.TamperedSignature)
        {
            signature[^1] ^= 1;
        }

        if (d.TamperedFlags)
        {
            data[32] ^= 2;
        }

        if (d.TamperedClientData)
        {
            clientData = [.. clientData[..^1], .. ",\"extra\":1}"u8];
        }

        return Credential(d.CredentialId ?? CredentialId, new JsonObject
        {
            ["clientDataJSON"] = Encode(clientData),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode(signature),
            ["userHandle"] = d.UserHandle ?? _userHandle,
        });
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static JsonObject Credential(byte[] id, JsonObject response) => new()
    {
        ["id"] = Encode(id),
        ["rawId"] = Encode(id),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject { ["credProps"] = new JsonObject { ["rk"] = true } },
        ["response"] = response,
    };

    private byte[] ClientData(string type, JsonElement options, Deviation d) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = d.Type ?? type,
        ["challenge"] = d.Challenge ?? options.GetProperty("challenge").GetString(),
        ["origin"] = d.Origin ?? Origin,
        ["crossOrigin"] = d.CrossOrigin,
    }.ToJsonString());

    private byte[] Data(string rpId, bool attested, Deviation d)
    {
        var flags = (d.WithoutUserPresence ? 0 : 1) | (d.WithoutUserVerification ? 0 : 4)
            | ((d.BackupEligible ?? _synced) ? 8 : 0) | ((d.BackedUp ?? BackedUp) ? 16 : 0) | (attested ? 64 : 0);
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, d.Counter ?? Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(d.RpId ?? rpId)), (byte)flags, .. counter];
    }

    private byte[] PublicKey()
    {
        if (_rsaKey)
        {
            var key = _rsa.ExportParameters(includePrivateParameters: false);
            return Cbor.Map(
                (Cbor.Int(1), Cbor.Int(3)), (Cbor.Int(3), Cbor.Int(-257)), (Cbor.Int(-1), Cbor.Bytes(key.Modulus)),
                (Cbor.Int(-2), Cbor.Bytes(key.Exponent)));
        }

        var point = _ec.ExportParameters(includePrivateParameters: false).Q;
        return Cbor.Map(
            (Cbor.Int(1), Cbor.Int(2)), (Cbor.Int(3), Cbor.Int(-7)), (Cbor.Int(-1), Cbor.Int(1)),
            (Cbor.Int(-2), Cbor.Bytes(point.X)), (Cbor.Int(-3), Cbor.Bytes(point.Y)));
    }

    private byte[] Sign(byte[] data) => _rsaKey
        ? _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : _ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
}
