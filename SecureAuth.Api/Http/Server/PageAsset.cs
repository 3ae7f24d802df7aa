using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// One file of a page, embedded in an assembly. The packages embed their files compressed, and browsers receive
/// them in that form.
/// </summary>
/// <param name="assembly">The assembly that embeds the file.</param>
/// <param name="resource">The full name of the resource.</param>
/// <param name="contentType">The content type, including the charset.</param>
/// <param name="compressed">Whether the resource is embedded as gzip.</param>
/// <param name="edit">Edits the text before it is first sent.</param>
internal sealed class PageAsset(
    Assembly assembly, string resource, string contentType, bool compressed = false, Func<string, string>? edit = null)
{
    private readonly Lazy<Content> _content = new(() => new(Edit(Read(assembly, resource), compressed, edit)));

    public string Text => Encoding.UTF8.GetString(_content.Value.Bytes);

    public IResult Send(HttpContext context)
    {
        var (bytes, tag) = _content.Value;
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        if (!compressed)
        {
            return TypedResults.Bytes(bytes, contentType, entityTag: tag);
        }

        headers.Vary = HeaderNames.AcceptEncoding;
        if (!AcceptsGzip(context.Request))
        {
            return TypedResults.Bytes(Decompress(bytes), contentType);
        }

        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(bytes, contentType, entityTag: tag);
    }

    private static bool AcceptsGzip(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding.Any(coding =>
        coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly {assembly.GetName().Name} has no resource {resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Edit(byte[] bytes, bool compressed, Func<string, string>? edit)
    {
        if (edit is null)
        {
            return bytes;
        }

        var edited = Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(compressed ? Decompress(bytes) : bytes)));
        return compressed ? Compress(edited) : edited;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static byte[] Decompress(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>The tag is that of the bytes, because an edited text depends on the build and on the configuration.</summary>
    private sealed record Content(byte[] Bytes, EntityTagHeaderValue Tag)
    {
        public Content(byte[] bytes)
            : this(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""))
        {
        }
    }
}
