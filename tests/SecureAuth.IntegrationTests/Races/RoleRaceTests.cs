using System.Collections.Concurrent;
using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Tokens;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>No token with former roles is accepted after a change of roles, whatever ran in parallel with it.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class RoleRaceTests(Replicas replicas)
{
    private const int Devices = 8;

    private const string Role = "auditor";

    [Fact]
    public async Task Fifty_refreshes_in_parallel_with_a_grant_leave_no_accepted_token_with_the_former_roles()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient());
            SignedInUser[] sessions =
                [user, .. await Task.WhenAll(Enumerable.Range(1, Race.Callers - 1).Select(_ => user.SignInAgainAsync()))];

            await ChangeBesideAsync(["users", "grant", user.Account.Email, Role], sessions, expected: [Role]);
            await ChangeBesideAsync(["users", "ungrant", user.Account.Email, Role], sessions, expected: []);
        }
    }

    [Fact]
    public async Task Sign_ins_in_parallel_with_a_grant_leave_no_accepted_token_with_the_former_roles()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var tokens = new ConcurrentBag<string>([user.AccessToken]);
        var grant = new MidwayCommand(replicas.System.Settings, calls: Devices, "users", "grant", user.Account.Email, Role);
        await Task.WhenAll(Enumerable.Range(0, Devices).Select(async device =>
        {
            for (var (i, last) = (device, false); !last; i++)
            {
                last = grant.IsCompleted;
                var response = await replicas.Either(user.Client, i).LoginAsync(user.Account);
                Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
                tokens.Add(response["access_token"]);
                grant.CountAnswer();
            }
        }));
        await grant.Completed;

        await replicas.AreRefusedAsync([.. tokens.Where(token => RolesClaim.Of(token) is [])]);
    }

    [Fact]
    public async Task Of_ten_parallel_changes_none_is_lost_and_the_last_one_is_in_force()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var roles = Enumerable.Range(0, 10).Select(i => $"role-{i}").ToArray();

        await Task.WhenAll(roles.Select(role => Cli.SucceedAsync(
            replicas.System.Settings.ForOperators(), "users", "grant", user.Account.Email, role)));

        var refreshed = await user.RefreshedAsync();
        Assert.Equal(roles, RolesClaim.Of(refreshed.AccessToken));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(refreshed.AccessToken)).Status);
        Assert.Equal(roles.Length, await replicas.Database.AuditCountOfUserAsync(AuditEvent.RoleGranted, user.Id));
    }

    /// <summary>
    /// Each session refreshes on both instances until the command has ended. From then on every refresh returns an accepted token
    /// with the new roles, and a second later no other token is accepted.
    /// </summary>
    private async Task ChangeBesideAsync(string[] command, SignedInUser[] sessions, string[] expected)
    {
        var tokens = new ConcurrentBag<string>();
        var before = RolesClaim.Of(sessions[0].AccessToken);
        var cli = new MidwayCommand(replicas.System.Settings, calls: sessions.Length, command);
        await Task.WhenAll(sessions.Select(async (session, i) =>
        {
            tokens.Add(session.AccessToken);
            for (var turn = i; !cli.IsCompleted; turn++)
            {
                session = session with { Client = replicas.Either(session.Client, turn) };
                session = await session.RefreshedAsync();
                tokens.Add(session.AccessToken);
                cli.CountAnswer();
            }

            sessions[i] = session;
        }));
        await cli.Completed;

        var first = await Task.WhenAll(sessions.Select((session, i) =>
            (session with { Client = replicas.Either(session.Client, i) }).RefreshedAsync()));
        for (var i = 0; i < first.Length; i++)
        {
            sessions[i] = first[i];
            Assert.Equal(expected, RolesClaim.Of(first[i].AccessToken));
            Assert.Equal(HttpStatusCode.OK, (await replicas.Either(first[i].Client, i).MeAsync(first[i].AccessToken)).Status);
            Assert.Equal(HttpStatusCode.OK, (await replicas.Either(first[i].Client, i + 1).MeAsync(first[i].AccessToken)).Status);
        }

        var former = tokens.Where(token => RolesClaim.Of(token).SequenceEqual(before)).ToList();
        await replicas.AreRefusedAsync(former);
    }
}
