using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Devices;

/// <summary>Whatever ends a session forgets its device, except a sign-out.</summary>
public sealed class ForgottenDeviceTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_sign_out_keeps_the_device()
    {
        var device = await KnownDevice.CreateAsync(_client);

        await _client.LogoutAsync(device.Pair["access_token"]);

        await device.LockAccountAsync();
        Assert.Equal(HttpStatusCode.OK, (await device.LoginAsync()).Status);
    }

    [Fact]
    public async Task Ending_a_session_forgets_its_device_alone()
    {
        var lost = await KnownDevice.CreateAsync(_client);
        var kept = await KnownDevice.CreateAsync(_client, lost.User);

        var ended = await _client.EndSessionAsync(kept.Pair["access_token"], lost.SessionId);
        Assert.Equal(HttpStatusCode.NoContent, ended.Status);

        await kept.LockAccountAsync();
        await lost.IsForgottenAsync();
        Assert.Equal(HttpStatusCode.OK, (await kept.LoginAsync()).Status);
    }

    [Fact]
    public async Task Ending_all_other_sessions_forgets_all_other_devices()
    {
        var signedOut = await KnownDevice.CreateAsync(_client);
        await _client.LogoutAsync(signedOut.Pair["access_token"]);
        var kept = await KnownDevice.CreateAsync(_client, signedOut.User);

        var ended = await _client.EndOtherSessionsAsync(kept.Pair["access_token"]);
        Assert.Equal(HttpStatusCode.NoContent, ended.Status);

        await kept.LockAccountAsync();
        await signedOut.IsForgottenAsync();
        Assert.Equal(HttpStatusCode.OK, (await kept.LoginAsync()).Status);
    }

    [Fact]
    public async Task Signing_out_everywhere_forgets_all_devices()
    {
        var device = await KnownDevice.CreateAsync(_client);

        await _client.LogoutAsync(device.Pair["access_token"], all: true);

        await device.LockAccountAsync();
        await device.IsForgottenAsync();
    }

    [Fact]
    public async Task A_new_password_forgets_all_other_devices()
    {
        var other = await KnownDevice.CreateAsync(_client);
        var device = await KnownDevice.CreateAsync(_client, other.User);
        var changed = device.User with { Password = NewUser.StrongPassword() };

        var response = await _client.ChangePasswordAsync(
            device.Pair["access_token"], device.User.Password, changed.Password);
        Assert.Equal(HttpStatusCode.NoContent, response.Status);

        (other, device) = (other with { User = changed }, device with { User = changed });
        await device.LockAccountAsync();
        await other.IsForgottenAsync();
        Assert.Equal(HttpStatusCode.OK, (await device.LoginAsync()).Status);
    }

    [Fact]
    public async Task A_reset_forgets_all_devices()
    {
        var device = await KnownDevice.CreateAsync(_client);
        var changed = device.User with { Password = NewUser.StrongPassword() };
        await _client.ForgotAsync(device.User.Email);
        var reset = (await system.MailboxOf(device.User.Email).WaitAsync(MailSubjects.Reset)).Token;

        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(reset, changed.Password)).Status);

        device = device with { User = changed };
        await device.LockAccountAsync();
        await device.IsForgottenAsync();
    }

    [Fact]
    public async Task A_change_of_the_address_forgets_all_devices_and_its_way_back_does_not_bring_them_back()
    {
        var mover = await Mover.CreateAsync(system);
        var device = await KnownDevice.CreateAsync(mover.Client, mover.User.Account);
        var moved = device with { User = device.User with { Email = NewUser.Create().Email } };
        var restore = await mover.MoveAsync(moved.User.Email);
        await moved.LockAccountAsync();
        await moved.IsForgottenAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.RestoreEmailAsync(restore)).Status);

        await device.LockAccountAsync();
        await device.IsForgottenAsync();
        Assert.Equal(0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM devices WHERE user_id = $1", mover.Id));
    }

    [Theory]
    [InlineData("tokens revoke --user EMAIL --yes", false)]
    [InlineData("users set-password EMAIL --password-stdin --yes", true)]
    public async Task What_an_operator_does_forgets_all_devices(string command, bool setsPassword)
    {
        var device = await KnownDevice.CreateAsync(_client);
        var user = device.User;
        var chosen = setsPassword ? NewUser.StrongPassword() : user.Password;
        string[] arguments = [.. command.Split(' ').Select(word => word == "EMAIL" ? user.Email : word)];

        var result = await Cli.RunAsync(system.Settings.ForOperators(), chosen + "\n", arguments);
        Assert.True(result.ExitCode == 0, result.ToString());

        device = device with { User = user with { Password = chosen } };
        await device.LockAccountAsync();
        await device.IsForgottenAsync();
    }

    [Fact]
    public async Task An_operator_unlocks_a_locked_device_with_its_account()
    {
        var device = await KnownDevice.CreateAsync(_client);
        await KnownDevice.GuessAsync(_client, device.User, 5, device.Token);
        Problems.Is("account_locked", await device.LoginAsync());

        await Cli.SucceedAsync(system.Settings.ForOperators(), "users", "unlock", device.User.Email, "--yes");

        Assert.Equal(HttpStatusCode.OK, (await device.LoginAsync()).Status);
    }
}
