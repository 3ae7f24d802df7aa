using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SecureAuth.AdminCli.Output;

/// <summary>Standard output that says when it cannot be written. The console's own keeps silent about a closed pipe.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A failure shows when it is flushed, at the latest.</summary>
    public static TextWriter Open() => Console.IsOutputRedirected
        ? new StreamWriter(Stream(), Utf8) { AutoFlush = true }
        : Console.Out;

    private static Stream Stream()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        // A file stream writes a file at a position of its own, and so over what standard error has put there.
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
