namespace SecureAuth.Client.AspNetCore;

/// <summary>Nothing has been heard from the server for too long. The exception is passed on and never thrown.</summary>
internal sealed class RevocationsUnknownException()
    : InvalidOperationException("SecureAuth has not been heard for too long, so the token may be one of an ended session.");
