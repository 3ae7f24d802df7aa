namespace SecureAuth.AppHost.Tests.Local;

public sealed class OptionTests
{
    [Theory]
    [InlineData("Invalid option: '--unknown 1'. Use --help to see the options.", "--unknown", "1")]
    [InlineData("Invalid option: '--replicas 0'. Use --help to see the options.", "--replicas", "0")]
    [InlineData("Invalid option: '--replicas 9'. Use --help to see the options.", "--replicas", "9")]
    [InlineData("Invalid option: '--replicas'. Use --help to see the options.", "--replicas")]
    [InlineData("Invalid option: '--data --reset'. Use --help to see the options.", "--data", "--reset")]
    [InlineData(
        "There are no 2 ports from 65535 on, because the last one is 65535. Choose another port: --port N.",
        "--replicas", "2", "--port", "65535")]
    [InlineData(
        "The value of --otlp is invalid. Use an absolute http or https URL, such as http://localhost:4317.",
        "--otlp", "collector:pass_word@localhost:4317")]
    public async Task An_invalid_option_is_refused(string line, params string[] options)
    {
        await using var runner = RunnerProcess.Start(RunnerProcess.NewFolder(), port: 5080, options);

        Assert.Equal(1, await runner.ExitCodeAsync());
        Assert.Equal(line, runner.Output);
    }

    [Fact]
    public async Task Help_lists_every_option()
    {
        await using var runner = RunnerProcess.Start(RunnerProcess.NewFolder(), port: 5080, ["--help"]);

        Assert.Equal(0, await runner.ExitCodeAsync());
        foreach (var option in (string[])["--port N", "--replicas N", "--data DIR", "--otlp URL", "--reset", "--yes", "--help"])
        {
            Assert.Contains($"\n  {option} ", runner.Output, StringComparison.Ordinal);
        }
    }
}
