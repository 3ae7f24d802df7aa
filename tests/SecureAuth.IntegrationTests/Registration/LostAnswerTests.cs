using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

/// <summary>A committed registration is never a 503: the client would retry and learn that its own e-mail is taken.</summary>
public sealed class LostAnswerTests(TestSystem system, IsolatedApi isolated) : IClassFixture<IsolatedApi>
{
    [Fact]
    public async Task A_committed_registration_needs_no_further_query()
    {
        var client = isolated.NewClient();
        var user = NewUser.Create();

        // The registration itself does not use this table, but a query that reads the account back would block.
        Response response;
        await using (await isolated.Own.BlockReadsAsync("user_roles"))
        {
            response = await client.RegisterAsync(user);
        }

        Assert.True(response.Status == HttpStatusCode.Created, response.ToString());
        Assert.Equal(user.Email, response["email"]);
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task The_registration_response_matches_the_stored_user()
    {
        var client = system.NewClient();
        var user = NewUser.Create();

        var registered = await client.RegisterAsync(user);
        var signedIn = await client.LoginAsync(user);
        var me = await client.MeAsync(signedIn["access_token"]);

        foreach (var member in registered.Json.EnumerateObject().Where(member => member.Name != "last_login_at"))
        {
            Assert.Equal(member.Value.GetRawText(), me.Json.GetProperty(member.Name).GetRawText());
        }
    }

    [Fact]
    public async Task A_commit_whose_acknowledgement_is_late_is_recognised()
    {
        var client = isolated.NewClient();

        // With a stalled disk or a hanging standby, COMMIT takes longer than the API's timeout.
        var user = NewUser.Create();
        await DelayCommitsAsync("");
        var response = await client.RegisterAsync(user);
        await EndDelayAsync();

        Assert.True(response.Status == HttpStatusCode.Created, response.ToString());
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user)).Status);
        Assert.Equal(1, await isolated.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", user.Email));
    }

    [Fact]
    public async Task A_registration_that_was_rolled_back_is_503_and_can_be_retried()
    {
        var client = isolated.NewClient();
        var user = NewUser.Create();
        await DelayCommitsAsync("RAISE EXCEPTION 'not this time';");

        var response = await client.RegisterAsync(user);
        await EndDelayAsync();

        Problems.Is("service_unavailable", response);
        Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(user)).Status);
    }

    /// <summary>Delays the commit of every new user.</summary>
    /// <param name="end">The statement that ends the delay.</param>
    private Task DelayCommitsAsync(string end) => isolated.Database.ExecuteAsync(
        $"""
        CREATE FUNCTION delay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_sleep(1.2);
            {end}
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER delay AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION delay();
        """);

    private Task EndDelayAsync() => isolated.Database.ExecuteAsync("DROP TRIGGER delay ON users; DROP FUNCTION delay");
}
