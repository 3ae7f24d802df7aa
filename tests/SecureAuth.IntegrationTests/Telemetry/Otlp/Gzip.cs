using System.IO.Compression;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

internal static class Gzip
{
    public static async Task<byte[]> DecompressAsync(Stream compressed)
    {
        await using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await gzip.CopyToAsync(plain);
        return plain.ToArray();
    }
}
