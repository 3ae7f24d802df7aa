namespace SecureAuth.Core.Data;

/// <summary>Postgres, or what must first be read from it, cannot be had now; a retry may find it back.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
