using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Mail;

public sealed class PickupFolderTests(TestSystem system)
{
    [Fact]
    public async Task Mails_with_their_tokens_can_be_read_by_nobody_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var temporary = TemporaryFolder.Create("secureauth-pickup-");
        var folder = Path.Combine(temporary.Path, "outer", "mails");
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync(("Email__PickupDirectory", folder));

        var user = await NewUser.RegisterAsync(new TestClient(api));
        await new Mailbox(folder, user.Email).WaitAsync(MailSubjects.Verify);

#pragma warning disable CA1416 // Skipped on Windows.
        var file = Directory.GetFiles(folder, "*.eml")[0];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
#pragma warning restore CA1416
    }
}
