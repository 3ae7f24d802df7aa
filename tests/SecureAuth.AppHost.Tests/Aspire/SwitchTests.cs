namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>Switches with a value that is not allowed.</summary>
public sealed class SwitchTests
{
    [Theory]
    [InlineData("--replicas '0' is invalid: it must be from 1 to 9.", "--replicas", "0")]
    [InlineData("--replicas 'two' is invalid: it must be from 1 to 9.", "--replicas=two")]
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
