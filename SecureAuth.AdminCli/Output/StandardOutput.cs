using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SecureAuth.AdminCli.Output;

/// <summary>Standard output that throws if it cannot be written. <see cref="Console.Out"/> ignores a closed pipe.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The writer throws no later than when it is flushed.</summary>
    public static TextWriter Open() => Console.IsOutputRedirected
        ? new StreamWriter(Stream(), Utf8) { AutoFlush = true }
        : Console.Out;

    private static Stream Stream()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        // A FileStream keeps its own position in a file, so it would overwrite what standard error has written to the same file.
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
