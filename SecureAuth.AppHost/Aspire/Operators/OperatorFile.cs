using System.Text;
using Microsoft.Extensions.Logging;
using SecureAuth.AppHost.Local;

namespace SecureAuth.AppHost.Aspire.Operators;

/// <summary>A shell script with the settings of <c>secureauth</c>, like the one that the local runner writes.</summary>
internal static partial class OperatorFile
{
    public static async Task WriteAsync(
        string folder, OperatorSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "operator.env");
        try
        {
            Directory.CreateDirectory(folder);
            PrivateFile.Write(path, Content(await settings.ResolveAsync(cancellationToken)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The system works without this file.
            LogNotWritten(logger, path, error.Message);
        }
    }

    /// <summary>The values are quoted for a POSIX shell, because they contain semicolons and spaces.</summary>
    private static byte[] Content(Dictionary<string, string> settings) => Encoding.UTF8.GetBytes(
        string.Concat(settings.Select(setting => $"export {setting.Key}={Quoted(setting.Value)}\n")));

    private static string Quoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [LoggerMessage(LogLevel.Warning, "{Path} was not written: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string path, string reason);
}
