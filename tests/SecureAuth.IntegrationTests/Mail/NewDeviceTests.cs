using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>The user learns of a sign-in from a device that was not known.</summary>
[Collection(nameof(VerifyingApi))]
public sealed class NewDeviceTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_new_device_is_reported_with_the_address_from_which_it_signed_in()
    {
        var user = await verifying.VerifiedAsync(_client);
        await SignInAsync(_client, user);
        var elsewhere = verifying.NewClient();

        await SignInAsync(elsewhere, user);

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.NewDevice);
        Assert.Contains(elsewhere.Address, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_client.Address, mail.Text, StringComparison.Ordinal);
        Assert.Equal(
            1, await verifying.Database.AuditCountOfUserAsync(AuditEvent.DeviceAdded, await verifying.IdOfAsync(user)));
    }

    [Fact]
    public async Task Neither_the_first_sign_in_nor_one_of_a_known_device_is_reported()
    {
        var user = await verifying.VerifiedAsync(_client);

        var token = await SignInAsync(_client, user);
        await SignInAsync(verifying.NewClient(), user, token);

        Assert.Equal(0, await NoticesAsync(user));
        Assert.Equal(
            0, await verifying.Database.AuditCountOfUserAsync(AuditEvent.DeviceAdded, await verifying.IdOfAsync(user)));
    }

    [Fact]
    public async Task A_sign_in_after_all_devices_were_forgotten_is_reported()
    {
        var user = await verifying.VerifiedAsync(_client);
        var token = await SignInAsync(_client, user);
        await Cli.SucceedAsync(
            verifying.System.Settings.ForOperators(), "tokens", "revoke", "--user", user.Email, "--yes");

        await SignInAsync(_client, user, token);

        Assert.Equal(1, await NoticesAsync(user));
    }

    [Fact]
    public async Task A_lock_of_a_known_device_is_reported_as_one()
    {
        var user = await verifying.VerifiedAsync(_client);
        var token = await SignInAsync(_client, user);
        for (var guess = 0; guess < 5; guess++)
        {
            Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, NewUser.StrongPassword(), token));
        }

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.AccountLocked);

        Assert.Contains("from a device that has signed in before", mail.Text, StringComparison.Ordinal);
    }

    private static async Task<string> SignInAsync(TestClient client, NewUser user, string? deviceToken = null)
    {
        var response = await client.LoginAsync(user, deviceToken);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return response["device_token"];
    }

    private async Task<long> NoticesAsync(NewUser user) => await verifying.Database.ScalarAsync<long>(
        "SELECT count(*) FROM outbox WHERE kind = $1 AND user_id = $2",
        MailKind.NewDevice,
        await verifying.IdOfAsync(user));
}
