namespace SecureAuth.AppHost.Tests.Local;

public sealed class RestartTests(UsedFolder used)
{
    [Fact]
    public async Task Accounts_and_secrets_survive_a_stop()
    {
        var folder = await used.CopyAsync();
        var secrets = await SecretsAsync(folder);

        await using var runner = await RunnerProcess.StartReadyAsync(folder);

        await runner.SignInAsync(UsedFolder.Email);
        Assert.Equal(secrets, await SecretsAsync(folder));
    }

    [Fact]
    public async Task Accounts_survive_a_kill_that_leaves_no_process_behind()
    {
        const string email = "kim@example.org";
        var folder = await used.CopyAsync();
        await using (var killed = await RunnerProcess.StartReadyAsync(folder))
        {
            await killed.RegisterAsync(email);
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        await Eventually.IsTrueAsync(
            () => RunnerProcess.ProcessesOf(folder).Length == 0,
            () => $"the end of {string.Join(", ", RunnerProcess.ProcessesOf(folder))}");
        await using var again = await RunnerProcess.StartReadyAsync(folder);
        await again.SignInAsync(email);
    }

    private static Task<string> SecretsAsync(string folder) =>
        File.ReadAllTextAsync(Path.Combine(folder, "secrets.json"), TestContext.Current.CancellationToken);
}
