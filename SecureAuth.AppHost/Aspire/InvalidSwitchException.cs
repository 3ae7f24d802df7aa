namespace SecureAuth.AppHost.Aspire;

/// <summary>A switch on the command line is invalid. The message is one line for the user.</summary>
internal sealed class InvalidSwitchException(string message) : Exception(message);
