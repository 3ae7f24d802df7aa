using System.Net;
using System.Text;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

public sealed class RecoveryCodeTests(TestSystem system)
{
    [Fact]
    public async Task A_recovery_code_signs_in_once_as_a_second_factor()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var response = await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[3]);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(Claims.MultiFactor, Claims.Of(response["access_token"]).Amr);
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[3]));
        Assert.Equal(9, await system.Database.RecoveryCodesLeftAsync(user.Id));
        Assert.Contains(
            await system.Database.AuditOfUserAsync(user.Id),
            row => row is { Event: AuditEvent.RecoveryCodeUsed, Reason: "sign_in" });
    }

    [Fact]
    public async Task Each_of_the_ten_recovery_codes_works()
    {
        var user = await EnrolledUser.CreateAsync(system);
        foreach (var code in user.RecoveryCodes)
        {
            Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(await user.ChallengeAsync(), code)).Status);
        }

        Assert.Equal(0, await system.Database.RecoveryCodesLeftAsync(user.Id));
    }

    [Fact]
    public async Task A_code_may_be_typed_with_spaces_dashes_and_capitals()
    {
        var user = await EnrolledUser.CreateAsync(system);
        string[] typed =
        [
            user.RecoveryCodes[0].ToUpperInvariant(),
            user.RecoveryCodes[1].Replace("-", "", StringComparison.Ordinal),
            user.RecoveryCodes[2].Replace('-', ' '),
            $"  {user.RecoveryCodes[3].Replace("-", " - ", StringComparison.Ordinal)} ",
        ];
        foreach (var code in typed)
        {
            Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(await user.ChallengeAsync(), code)).Status);
        }
    }

    [Fact]
    public async Task Another_users_code_is_wrong_and_stays_unused()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var other = await EnrolledUser.CreateAsync(system);
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), other.RecoveryCodes[0]));
        Assert.Equal(
            HttpStatusCode.OK, (await other.Client.CompleteAsync(await other.ChallengeAsync(), other.RecoveryCodes[0])).Status);
    }

    [Fact]
    public async Task Renewing_invalidates_the_old_recovery_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.SignInAsync();
        var renewed = await user.Client.RenewRecoveryCodesAsync(session.AccessToken);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        var codes = EnrolledUser.CodesOf(renewed);
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Empty(codes.Intersect(user.RecoveryCodes));
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[0]));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(await user.ChallengeAsync(), codes[0])).Status);
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.RecoveryCodesRenewed, user.Id));
    }

    [Fact]
    public async Task Without_a_second_factor_there_is_nothing_to_renew()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Problems.Is("conflict", await user.Client.RenewRecoveryCodesAsync(user.AccessToken));
        await user.Client.SetUpAsync(user.AccessToken);
        Problems.Is("conflict", await user.Client.RenewRecoveryCodesAsync(user.AccessToken));
    }

    [Fact]
    public async Task Recovery_codes_are_stored_only_as_hashes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var rows = await system.Database.RowsAsync(
            "SELECT code_hash, recovery_codes::text AS line FROM recovery_codes WHERE user_id = $1", user.Id);
        Assert.Equal(10, rows.Count);
        foreach (var code in user.RecoveryCodes)
        {
            var bare = code.Replace("-", "", StringComparison.Ordinal);
            Assert.All(rows, row =>
            {
                Assert.DoesNotContain(code, (string)row["line"]!, StringComparison.Ordinal);
                Assert.DoesNotContain(bare, (string)row["line"]!, StringComparison.Ordinal);

                // An unkeyed hash, which anybody could compute, is not stored either.
                Assert.NotEqual(
                    global::System.Security.Cryptography.SHA256.HashData(
                        Encoding.UTF8.GetBytes(bare)), (byte[])row["code_hash"]!);
            });
            Assert.False(system.Api.Log.Contains(code));
        }
    }

    [Fact]
    public async Task An_operator_sees_how_many_recovery_codes_are_left()
    {
        var user = await EnrolledUser.CreateAsync(system);
        await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[0]);
        var shown = await Cli.SucceedAsync(
            system.Settings.ForOperators(), "users", "show", user.User.Account.Email, "--output", "json");
        var factors = shown.Json.GetProperty("second_factors");
        Assert.True(factors.GetProperty("totp").GetBoolean());
        Assert.Equal(9, factors.GetProperty("recovery_codes_left").GetInt32());
    }
}
