namespace SecureAuth.Core.Data;

/// <summary>Postgres, or data that must first be read from it, is unavailable. A retry may succeed.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
