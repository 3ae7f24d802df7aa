namespace SecureAuth.Core.Retention;

/// <summary>What one statement of a purge has done.</summary>
/// <param name="Removed">The number of deleted rows.</param>
/// <param name="HasMore">Whether there may be more expired rows.</param>
internal sealed record PurgedBatch(int Removed, bool HasMore);
