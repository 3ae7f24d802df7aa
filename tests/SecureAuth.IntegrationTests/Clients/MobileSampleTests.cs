using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The sample of a mobile app, as somebody uses it.</summary>
[Collection(nameof(CodeServer))]
public sealed class MobileSampleTests(CodeServer server) : IDisposable
{
    private const string Code = "Code of the mail";

    private readonly TemporaryFolder _keychain = TemporaryFolder.Create("secureauth-keychain-");

    public void Dispose() => _keychain.Dispose();

    [Theory]
    [InlineData("Required")]
    [InlineData("Optional")]
    public async Task A_user_registers_stays_signed_in_and_replaces_a_forgotten_password(string verification)
    {
        await using var api = await server.StartAsync(verification);
        var account = NewUser.Create();
        await using (var app = await StartAsync(api))
        {
            await app.AnswerAsync("register", "register");
            await app.AnswerAsync("E-mail address", account.Email);
            await app.AnswerAsync("Password", account.Password);
            var code = await server.CodeAsync(account.Email, MailSubjects.Verify);
            await app.AnswerAsync(Code, CodeCalls.Wrong(code));
            await app.ReadAsync("That is not the code.");
            await app.AnswerAsync(Code, code);
            await app.ReadAsync($"{account.Email}, verified, since 20");
            Assert.Equal(0, await app.QuitAsync());
        }

        await using (var app = await StartAsync(api))
        {
            await app.AnswerAsync("profile", "profile");
            await app.ReadAsync($"{account.Email}, verified");
            await app.AnswerAsync("sign-out", "sign-out");
            await app.AnswerAsync("profile", "profile");
            await app.ReadAsync("Nobody is signed in.");

            await app.AnswerAsync("forgot", "forgot");
            await app.AnswerAsync("E-mail address", account.Email);
            await app.AnswerAsync("New password", "short");
            await app.AnswerAsync(Code, await server.CodeAsync(account.Email, MailSubjects.Reset));
            await app.AnswerAsync("Too weak", NewUser.StrongPassword());
            await app.ReadAsync($"{account.Email}, verified");
            Assert.Equal(0, await app.QuitAsync());
        }
    }

    [Fact]
    public async Task An_ended_request_is_replaced_and_the_owner_of_an_address_chooses_the_password()
    {
        var stranger = NewUser.Create();
        await server.NewClient().RegisterAsync(stranger.Email, stranger.Password);
        await server.CodeAsync(stranger.Email, MailSubjects.Verify);
        await using var app = await MobileSample.StartAsync(server.Address, _keychain.Path);
        await app.AnswerAsync("register", "register");
        await app.AnswerAsync("E-mail address", stranger.Email);
        await app.AnswerAsync("Password", NewUser.StrongPassword());
        var code = await server.CodeAsync(stranger.Email, MailSubjects.RegistrationAttempt);
        for (var i = 0; i < 6; i++)
        {
            await app.AnswerAsync(Code, CodeCalls.Wrong(code));
        }

        await app.ReadAsync("There is another mail.");
        await app.AnswerAsync(Code, await server.CodeAsync(stranger.Email, MailSubjects.Reset));
        await app.ReadAsync($"{stranger.Email}, verified");
        Assert.Equal(0, await app.QuitAsync());
    }

    private Task<MobileSample> StartAsync(RunningApi api) => MobileSample.StartAsync(api.Address, _keychain.Path);
}
