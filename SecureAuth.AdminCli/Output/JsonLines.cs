using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SecureAuth.AdminCli.Output;

/// <summary>Writes many documents, one a line. They leave in large pieces, because each write is a call of the system.</summary>
/// <exception cref="OutputException">A piece could not be written.</exception>
internal sealed class JsonLines(Terminal terminal) : IDisposable
{
    private const int PieceSize = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _piece = new(PieceSize);
    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    public void Add<T>(T document)
    {
        _writer.Reset(_piece);
        JsonSerializer.Serialize(_writer, document, JsonOutput.Line);
        _writer.Flush();
        _piece.Write("\n"u8);
        if (_piece.WrittenCount >= PieceSize)
        {
            Flush();
        }
    }

    public void Flush()
    {
        terminal.Raw(Encoding.UTF8.GetString(_piece.WrittenSpan));
        _piece.ResetWrittenCount();
    }

    public void Dispose() => _writer.Dispose();
}
