using System.IO.Compression;
using System.Reflection;
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
/// <param name="edit">Edits the text of a compressed file before it is first sent.</param>
internal sealed class PageAsset(
    Assembly assembly, string resource, string contentType, bool compressed = false, Func<string, string>? edit = null)
{
    /// <summary>All files share one tag, since none of them changes without a new build of this assembly.</summary>
    private static readonly EntityTagHeaderValue Tag = new($"\"{typeof(PageAsset).Assembly.ManifestModule.ModuleVersionId:N}\"");

    private readonly Lazy<byte[]> _bytes = new(() => Edit(Read(assembly, resource), edit));

    public string Text => Encoding.UTF8.GetString(_bytes.Value);

    public IResult Send(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        if (!compressed)
        {
            return TypedResults.Bytes(_bytes.Value, contentType, entityTag: Tag);
        }

        headers.Vary = HeaderNames.AcceptEncoding;
        if (!AcceptsGzip(context.Request))
        {
            return TypedResults.Bytes(Decompress(_bytes.Value), contentType);
        }

        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(_bytes.Value, contentType, entityTag: Tag);
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

    private static byte[] Edit(byte[] compressed, Func<string, string>? edit) => edit is null
        ? compressed
        : Compress(Encoding.UTF8.GetBytes(edit(Encoding.UTF8.GetString(Decompress(compressed)))));

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
}
