using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Diagnosis;

[Collection(typeof(DoctorPatients))]
public sealed class DoctorKeysTests(DoctorStack stack)
{
    [Fact]
    public async Task A_master_key_that_the_ring_needs_has_to_be_configured()
    {
        var report = await stack.ExamineAsync(("Keys__Master__0", Settings.NewKey()));

        report.Finds("master_keys", "wrong", "not configured", "Keys__Master__1");
        report.Finds("key_ring", "wrong", "no key can be read", "configure the master keys");
        report.Finds("signing_keys", "wrong", "none can be decrypted", "configure the master keys");
    }

    [Fact]
    public async Task A_rotation_of_the_master_key_is_followed_to_its_end()
    {
        await stack.Database.ExecuteAsync("CREATE DATABASE rotating");
        var settings = stack.Settings.On("rotating");
        (string, string)[] stores =
        [
            ("ConnectionStrings__secureauth", settings.Api), ("ConnectionStrings__operator", settings.Operators!),
            ("ConnectionStrings__migrations", settings.Owner),
        ];
        await Cli.SucceedAsync(stack.Environment(stores), "migrate");
        var next = ("Keys__Master__0", Settings.NewKey());
        (string, string)[] both = [.. stores, next, ("Keys__Master__1", settings.MasterKey)];
        (await stack.ExamineAsync(both)).Finds("master_keys", "warning", "is still needed", "run secureauth keys rewrap");

        await Cli.SucceedAsync(stack.Environment(both), "keys", "rewrap", "--yes");

        (await stack.ExamineAsync(both)).Finds("master_keys", "warning", "can be removed", "remove it from Keys__Master__1");
        (await stack.ExamineAsync([.. stores, next])).IsOk("master_keys");
    }

    [Fact]
    public async Task An_element_of_the_key_ring_that_somebody_else_has_written_is_wrong()
    {
        await stack.Database.ExecuteAsync(
            "INSERT INTO data_protection_keys (friendly_name, xml) VALUES ('intruder', '<key id=\"1\"/>')");
        (await stack.ExamineAsync()).Finds("key_ring", "wrong", "this installation has not created", "delete them");

        await stack.Database.ExecuteAsync("DELETE FROM data_protection_keys WHERE friendly_name = 'intruder'");
        (await stack.ExamineAsync()).IsOk("key_ring");
    }

    [Fact]
    public async Task A_pepper_is_kept_as_long_as_a_hash_needs_it()
    {
        var old = Settings.NewKey();
        var email = NewUser.Create().Email;
        var created = await Cli.RunAsync(
            stack.Environment(("Passwords__Peppers__0", old)), $"{NewUser.StrongPassword()}\n",
            "users", "create", email, "--password-stdin", "--yes");
        Assert.True(created.ExitCode == 0, created.ToString());
        (await stack.ExamineAsync()).Finds("peppers", "wrong", "is needed by 1 but is not configured", "Passwords__Peppers__1");

        var both = ("Passwords__Peppers__1", old);
        (await stack.ExamineAsync(both)).IsOk("peppers");

        await Cli.SucceedAsync(stack.Environment(), "users", "delete", email, "--yes");
        (await stack.ExamineAsync(both)).Finds("peppers", "warning", "is needed by 0", "remove the peppers that no hash needs");
        (await stack.ExamineAsync()).IsOk("peppers");
    }

    [Fact]
    public async Task Of_many_users_a_sample_is_read_which_proves_no_pepper_superfluous()
    {
        await stack.Superuser.ExecuteAsync("UPDATE pg_class SET reltuples = 1e6 WHERE oid = 'users'::regclass");
        var report = await stack.ExamineAsync(("Passwords__Peppers__1", Settings.NewKey()));
        await stack.Superuser.ExecuteAsync("UPDATE pg_class SET reltuples = -1 WHERE oid = 'users'::regclass");

        report.IsOk("peppers");
        Assert.Contains("of a sample of", report.DetailOf("peppers"), StringComparison.Ordinal);
    }
}
