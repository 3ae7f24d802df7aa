using Microsoft.Extensions.Configuration.Memory;
using SecureAuth.AdminCli.Output;

namespace SecureAuth.UnitTests.AdminCli;

/// <summary>Runs a command without settings and input.</summary>
internal static class SilentHost
{
    public static CommandHost Create() => new()
    {
        Settings = new MemoryConfigurationSource(),
        OpenInput = () => Stream.Null,
        Output = TextWriter.Null,
        Error = TextWriter.Null,
    };
}
