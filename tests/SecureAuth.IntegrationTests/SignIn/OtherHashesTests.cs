using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

/// <summary>Sign-ins with hashes of other systems and with the other algorithm.</summary>
public sealed class OtherHashesTests(TestSystem system)
{
    private const string Password = "violet anvil tuesday";

    private readonly TestClient _client = system.NewClient();

    public static TheoryData<string> Hashes =>
    [
        "AAABAgMEBQYHCAkKCwwNDg/WGkQ+0gng/7+DWh2j2CgdSvTqz+fezC2CzjybArmKDQ==",
        "AQAAAAAAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg/WGkQ+0gng/7+DWh2j2CgdSvTqz+fezC2CzjybArmKDQ==",
        "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+QfeipvD4Q7F5HBD8ltLo9vGBWp7SzRHeQiXLHAgpA/g==",
        "AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg+cRQ4ZV4jWazWIDZkOGGMtt5Y+6hnHvlpNqL8KaQYfog==",
        "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$eizSIPMivAmOL6U+Qx/4Qxv73ElXXjggLJw1VcxMcSc",
        "$7$86..../....wZ5Tq1yVbS0$ytiKPoKH803/m3UFleTebcgGnMHl78MxglcvX.C49N/",
    ];

    [Theory]
    [MemberData(nameof(Hashes))]
    public async Task A_hash_of_another_system_signs_in_and_is_rewritten(string hash)
    {
        var user = await UserWithHashAsync(hash);

        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, Password + "x"));
        Assert.Equal(hash, await HashOfAsync(user));

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);
        Assert.Matches(@"^\$bcrypt-sha256\$v=2,t=2b,r=4\$.*\$p=[0-9a-f]{12}$", await HashOfAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, Password + "x"));
    }

    [Theory]
    [InlineData("$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAphArZZWZ2GRPPc")]
    [InlineData("$scrypt$ln=30,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E")]
    [InlineData("$7$z6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")]
    [InlineData("AQAAAAH/////AAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    public async Task A_planted_hash_above_the_limits_is_a_wrong_password(string hash)
    {
        var user = await UserWithHashAsync(hash);

        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, "password"));
        Assert.Equal(hash, await HashOfAsync(user));
    }

    [Fact]
    public async Task Changing_the_algorithm_rewrites_hashes_at_the_next_sign_in_both_ways()
    {
        await using var argon2 = await system.StartApiAsync(
            ("Passwords__Algorithm", "Argon2id"), ("Passwords__Argon2__MemoryKiB", "64"), ("Passwords__Argon2__Iterations", "1"));
        var user = NewUser.Create();
        await _client.RegisterAsync(user);

        Problems.Is("invalid_credentials", await _client.Through(argon2).LoginAsync(user.Email, "not the password"));
        Assert.Equal(HttpStatusCode.OK, (await _client.Through(argon2).LoginAsync(user)).Status);
        Assert.Matches(@"^\$argon2id\$v=19\$m=64,t=1,p=1\$.*\$p=[0-9a-f]{12}$", await HashOfAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await _client.Through(argon2).LoginAsync(user)).Status);
        Problems.Is("invalid_credentials", await _client.Through(argon2).LoginAsync(user.Email, "not the password"));
        Problems.Is("invalid_credentials", await _client.Through(argon2).LoginAsync("nobody@nowhere.test", "not the password"));

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
        Assert.StartsWith("$bcrypt-sha256$", await HashOfAsync(user), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_with_Argon2id_signs_in()
    {
        await using var argon2 = await system.StartApiAsync(("Passwords__Algorithm", "Argon2id"));
        var user = NewUser.Create();

        await _client.Through(argon2).RegisterAsync(user);

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", await HashOfAsync(user), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.Through(argon2).LoginAsync(user)).Status);
    }

    private Task<string?> HashOfAsync(NewUser user) =>
        system.Database.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", user.Email);

    private async Task<NewUser> UserWithHashAsync(string hash)
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);
        await system.Database.ExecuteAsync("UPDATE users SET password_hash = $1 WHERE email = $2", hash, user.Email);
        return user;
    }
}
