using System.Net;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>What cannot be audited did not happen, whatever keeps the row from being written; and it is no defect.</summary>
public sealed class UnwritableAuditTests(TestSystem system)
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

    public static TheoryData<string, string> Faults => new()
    {
        { "the right is missing", "REVOKE INSERT ON audit_events FROM secureauth_api" },
        { "a trigger refuses it", Trigger("P0001", AtOnce) },
        { "there is no partition for it", Trigger("23514", AtOnce) },
        { "the disk is full", Trigger("53100", AtOnce) },
        { "the commit refuses it", Trigger("P0001", AtCommit) },
        { "the table is gone", "ALTER TABLE audit_events RENAME TO archived" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_call_that_has_to_be_audited_is_503_and_changes_nothing(string fault, string sql)
    {
        Assert.SkipWhen(system.Postgres.Server is null, "On a configured server no database is made.");
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await ApiProcess.StartAsync(own.With());
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        await own.Database.ExecuteAsync(sql);
        var stranger = NewUser.Create();
        Answer[] answers =
        [
            await user.Client.LoginAsync(user.Account),
            await user.Client.LoginAsync(user.Account.Email, "not the password"),
            await user.Client.RegisterAsync(stranger),
            await user.Client.RegisterAsync(stranger with { Password = "password1234" }),
            await user.Client.RefreshAsync(user.RefreshToken),
            await user.Client.LogoutAsync(user.AccessToken),
        ];

        Assert.All(answers, answer =>
        {
            Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, $"{fault}: {answer}");
            Assert.Equal("service_unavailable", answer.Code);
            Assert.NotNull(answer.RetryAfter);
        });
        Assert.Equal(1L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM users"));
        Assert.Equal(1L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE revoked_at IS NULL AND generation = 0"));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.DoesNotContain(api.Log.Records, IsDefect);
    }

    /// <summary>In our own words: the libraries have theirs for a database that refuses.</summary>
    private static bool IsDefect(JsonElement record) => record.GetProperty("LogLevel").GetString() is "Error" or "Critical"
        && record.GetProperty("Category").GetString()!.StartsWith("SecureAuth.", StringComparison.Ordinal);

    private static string Trigger(string state, string trigger) =>
        Refusing.Replace("{0}", state, StringComparison.Ordinal) + trigger;
}
