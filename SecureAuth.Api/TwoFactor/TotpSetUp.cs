using QRCoder;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.TwoFactor;

/// <summary>What a user needs to teach an authenticator app; shown once.</summary>
/// <param name="Secret">In base32, for typing.</param>
/// <param name="Uri">The <c>otpauth</c> URI.</param>
/// <param name="QrSvg">The URI as an SVG image.</param>
internal sealed record TotpSetUp(string Secret, string Uri, string QrSvg) : Confidential
{
    private const int PixelsPerModule = 4;

    public static TotpSetUp Of(byte[] secret, string issuer, string account)
    {
        var uri = Totp.KeyUri(secret, issuer, account);
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(data);
        return new TotpSetUp(Totp.Text(secret), uri, image.GetGraphic(PixelsPerModule));
    }
}
