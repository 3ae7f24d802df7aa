namespace SecureAuth.AdminCli.Output;

/// <summary>Standard output takes no more: the disk is full, or the reader has gone.</summary>
internal sealed class OutputException(string message) : Exception(message)
{
    public static OutputException Of(IOException error) => new($"the output could not be written: {error.Message}");
}
