using Microsoft.Extensions.Logging;

namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// All log messages. The compiler's generator writes the classes that have some in a random order, so with a second class two
/// builds of the same source would differ.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Warning, "SecureAuth could not be asked about an access token. The request is refused with 503.")]
    public static partial void TokenUnknown(this ILogger logger, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "SecureAuth does not report revocations. After a while, tokens can no longer be judged.")]
    public static partial void FeedLost(this ILogger logger, Exception error);

    [LoggerMessage(
        3, LogLevel.Error, "SecureAuth does not know this service. Compare the client's id and secret with its configuration.")]
    public static partial void FeedRefused(this ILogger logger, Exception error);

    [LoggerMessage(4, LogLevel.Information, "SecureAuth reports revocations again.")]
    public static partial void FeedHeard(this ILogger logger);
}
