using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>The server's side of a unary gRPC call: one message in a frame, and the status in the trailers.</summary>
internal static class GrpcCall
{
    /// <summary>The frame's header: one byte is 1 for a compressed message, and four bytes are the length.</summary>
    private const int HeaderLength = 5;

    public static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        var header = new byte[HeaderLength];
        await request.Body.ReadExactlyAsync(header);
        var message = new byte[BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1))];
        await request.Body.ReadExactlyAsync(message);
        return header[0] == 0 ? message : await Gzip.DecompressAsync(new MemoryStream(message));
    }

    /// <summary>Answers with an empty message.</summary>
    public static async Task AcceptAsync(HttpResponse response)
    {
        response.ContentType = "application/grpc";
        response.DeclareTrailer("grpc-status");
        await response.Body.WriteAsync(new byte[HeaderLength]);
        response.AppendTrailer("grpc-status", "0");
    }
}
