namespace SecureAuth.AdminCli.Output;

/// <summary>Standard output could not be written, because the disk is full or the reader has closed the pipe.</summary>
internal sealed class OutputException(IOException error)
    : Exception($"the output could not be written: {error.Message}", error);
