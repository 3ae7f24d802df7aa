namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The help, and switches with a value that is not allowed.</summary>
public sealed class SwitchTests
{
    [Fact]
    public async Task The_help_lists_the_switches()
    {
        var result = await AppHostProcess.RunAsync("--help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(
            (string[])["--replicas", "--pgadmin", "--redisinsight", "--persistent", "--data", "--publish-to"],
            name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--replicas '0' is invalid: it must be from 1 to 8.", "--replicas", "0")]
    [InlineData("--replicas 'two' is invalid: it must be from 1 to 8.", "--replicas=two")]
    [InlineData("--replicas needs a value.", "--replicas")]
    [InlineData("--pgadmin takes no value.", "--pgadmin=yes")]
    [InlineData("--data needs a value.", "--data=")]
    [InlineData("--publish-to 'helm' is invalid: it must be compose or kubernetes.", "--publish-to", "helm")]
    public async Task A_wrong_value_is_one_line_and_nothing_starts(string line, params string[] args)
    {
        var result = await AppHostProcess.RunAsync(args);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal(line, result.Error.TrimEnd());
    }
}
