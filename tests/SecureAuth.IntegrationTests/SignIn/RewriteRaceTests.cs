using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

/// <summary>Parallel sign-ins with a hash of another system. A trigger counts how often the hash changes.</summary>
public sealed class RewriteRaceTests(IsolatedApi isolated) : IClassFixture<IsolatedApi>
{
    private const string Password = "violet anvil tuesday";
    private const string Identity2 = "AAABAgMEBQYHCAkKCwwNDg/WGkQ+0gng/7+DWh2j2CgdSvTqz+fezC2CzjybArmKDQ==";

    [Fact]
    public async Task Fifty_sign_ins_at_once_rewrite_a_hash_once()
    {
        await using var api = await isolated.Own.StartApiAsync(isolated.Own.Settings.Patience);
        var client = new TestClient(api);
        await isolated.Database.ExecuteAsync(
            """
            CREATE TABLE rewrites (user_id uuid);
            GRANT INSERT ON rewrites TO PUBLIC;
            CREATE FUNCTION count_rewrite() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO rewrites VALUES (NEW.id); RETURN NEW; END $$;
            CREATE TRIGGER rewrites AFTER UPDATE ON users FOR EACH ROW
                WHEN (OLD.password_hash IS DISTINCT FROM NEW.password_hash) EXECUTE FUNCTION count_rewrite();
            """);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = NewUser.Create();
            await client.RegisterAsync(user);
            await isolated.Database.ExecuteAsync("UPDATE users SET password_hash = $1 WHERE email = $2", Identity2, user.Email);
            await isolated.Database.ExecuteAsync("DELETE FROM rewrites");

            var answers = await Race.RunAsync(client, (caller, _) => caller.LoginAsync(user.Email, Password), api);

            Assert.All(answers, answer => Assert.NotEqual(HttpStatusCode.Unauthorized, answer.Status));
            Assert.True(answers.Count(answer => answer.Status == HttpStatusCode.OK) > 1);
            Assert.Equal(1L, await isolated.Database.ScalarAsync<long>("SELECT count(*) FROM rewrites"));
            Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user.Email, Password)).Status);
        }
    }
}
