using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>
/// An action whose audit row cannot be written does not happen, whatever the reason, and is not logged as a defect.
/// </summary>
public sealed class UnwritableAuditTests(IsolatedApi isolated) : IClassFixture<IsolatedApi>
{
    private const string Refusing =
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{0}'; END $$;
        """;

    private const string AtOnce = "CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse()";

    private const string AtCommit =
        """
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON audit_events
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()
        """;

    private const string Repair = "DROP TRIGGER refuse ON audit_events; DROP FUNCTION refuse";

    public static TheoryData<string, string, string> Faults => new()
    {
        {
            "the right is missing",
            "REVOKE INSERT ON audit_events FROM secureauth_api",
            "GRANT INSERT ON audit_events TO secureauth_api"
        },
        { "a trigger refuses it", Trigger("P0001", AtOnce), Repair },
        { "there is no partition for it", Trigger("23514", AtOnce), Repair },
        { "the disk is full", Trigger("53100", AtOnce), Repair },
        { "the commit refuses it", Trigger("P0001", AtCommit), Repair },
        {
            "the table is gone", "ALTER TABLE audit_events RENAME TO archived", "ALTER TABLE archived RENAME TO audit_events"
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_call_that_must_be_audited_is_503_and_changes_nothing(string fault, string begin, string end)
    {
        var user = await SignedInUser.CreateAsync(isolated.NewClient());
        var users = await UsersAsync();

        await isolated.Database.ExecuteAsync(begin);
        var stranger = NewUser.Create();
        Response[] responses =
        [
            await user.Client.LoginAsync(user.Account),
            await user.Client.LoginAsync(user.Account.Email, "not the password"),
            await user.Client.RegisterAsync(stranger),
            await user.Client.RegisterAsync(stranger with { Password = "password1234" }),
            await user.Client.RefreshAsync(user.RefreshToken),
            await user.Client.LogoutAsync(user.AccessToken),
        ];
        await isolated.Database.ExecuteAsync(end);

        Assert.All(responses, response =>
        {
            Assert.True(response.Status == HttpStatusCode.ServiceUnavailable, $"{fault}: {response}");
            Problems.Is("service_unavailable", response);
        });
        Assert.Equal(users, await UsersAsync());
        Assert.Equal(1L, await isolated.Database.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND generation = 0", user.Id));
        Assert.Equal(1L, await isolated.Database.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", user.Id));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.Empty(isolated.Api.Log.Defects);
    }

    private Task<long> UsersAsync() => isolated.Database.ScalarAsync<long>("SELECT count(*) FROM users");

    private static string Trigger(string state, string trigger) =>
        Refusing.Replace("{0}", state, StringComparison.Ordinal) + trigger;
}
