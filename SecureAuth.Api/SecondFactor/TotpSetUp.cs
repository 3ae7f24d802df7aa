using QRCoder;
using SecureAuth.Api.Documentation;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>What a user needs to teach an authenticator app; shown once.</summary>
/// <param name="Secret">In base32, for typing.</param>
/// <param name="Uri">The <c>otpauth</c> URI.</param>
/// <param name="QrSvg">The URI as an SVG image.</param>
internal sealed record TotpSetUp(
    [Field(Example = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")] string Secret,
    [Field(Example = "otpauth://totp/auth.example.com:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=auth.example.com")] string Uri,
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
