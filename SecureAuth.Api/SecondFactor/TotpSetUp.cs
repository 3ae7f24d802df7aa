using QRCoder;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>The secret for an authenticator app. It is not shown again.</summary>
/// <param name="Secret">The secret in base32, for manual entry.</param>
/// <param name="Uri">The <c>otpauth</c> URI.</param>
/// <param name="QrSvg">The URI as a QR code in an SVG image.</param>
internal sealed record TotpSetUp(
    [Field(Example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")] string Secret,
    [Field(Example = "otpauth://totp/auth.example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=auth.example.com")]
    string Uri,
    [Field(Example = "<svg/>")] string QrSvg) : Confidential
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
