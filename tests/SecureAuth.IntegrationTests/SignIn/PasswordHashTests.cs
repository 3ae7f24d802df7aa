using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

/// <summary>The stored form of a password.</summary>
public sealed class PasswordHashTests(TestSystem system)
{
    /// <summary>Hashes with work factor 4 in the formats of OpenBSD, PHP and Python.</summary>
    private const string Password = "violet anvil tuesday";

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_password_is_stored_in_passlibs_format_with_the_peppers_fingerprint()
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);

        Assert.Matches(
            @"^\$bcrypt-sha256\$v=2,t=2b,r=4\$[./A-Za-z0-9]{22}\$[./A-Za-z0-9]{31}\$p=[0-9a-f]{12}$", await HashOfAsync(user));
    }

    [Fact]
    public async Task Equal_passwords_are_stored_as_different_hashes()
    {
        var first = NewUser.Create();
        var second = NewUser.Create() with { Password = first.Password };
        await _client.RegisterAsync(first);
        await _client.RegisterAsync(second);

        Assert.NotEqual(await HashOfAsync(first), await HashOfAsync(second));
    }

    [Theory]
    [InlineData("2a")]
    [InlineData("2b")]
    [InlineData("2y")]
    public async Task An_imported_bcrypt_hash_signs_in_and_is_rewritten(string version)
    {
        var user = await UserWithHashAsync($"${version}$" + BCrypt.Net.BCrypt.HashPassword(Password, 4)[4..]);

        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, Password + "x"));
        Assert.StartsWith($"${version}$", await HashOfAsync(user), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);
        Assert.StartsWith("$bcrypt-sha256$v=2,t=2b,r=4$", await HashOfAsync(user), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);
    }

    [Fact]
    public async Task Rewriting_a_hash_is_not_a_password_change()
    {
        var user = await UserWithHashAsync(BCrypt.Net.BCrypt.HashPassword(Password, 4));
        const string ChangedAt = "SELECT password_changed_at FROM users WHERE email = $1";
        var before = await system.Database.ScalarAsync<DateTime>(ChangedAt, user.Email);

        var signedIn = await _client.LoginAsync(user.Email, Password);

        Assert.Equal(before, await system.Database.ScalarAsync<DateTime>(ChangedAt, user.Email));
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(signedIn["access_token"])).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("violet anvil tuesday")]
    [InlineData("$2b$31$KIXQ8Zc1gm0h8Gvvq0p9W.7JbM8cHq0b3l2mYzJ3mVwq7q8k1o2Fe")]
    [InlineData("$1$salt$qJH7.N4xYta3aEG/dfqo/0")]
    public async Task A_malformed_hash_verifies_no_password(string hash)
    {
        var user = await UserWithHashAsync(hash);

        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, Password));
    }

    [Fact]
    public async Task A_hash_needs_its_pepper_and_is_rewritten_if_that_is_an_older_one()
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);
        var before = await HashOfAsync(user);
        var newer = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

        await using (var without = await system.StartApiAsync(("Passwords__Peppers__0", newer)))
        {
            Problems.Is("invalid_credentials", await _client.Through(without).LoginAsync(user));
        }

        await using var rotated = await system.StartApiAsync(
            ("Passwords__Peppers__0", newer), ("Passwords__Peppers__1", system.Settings.Pepper));
        Assert.Equal(HttpStatusCode.OK, (await _client.Through(rotated).LoginAsync(user)).Status);
        Assert.NotEqual(before![^12..], (await HashOfAsync(user))![^12..]);
    }

    [Theory]
    [InlineData("2a")]
    [InlineData("2b")]
    [InlineData("2y")]
    public async Task A_typo_beyond_72_bytes_does_not_become_part_of_the_password(string version)
    {
        var password = new string('x', 72) + "yz";
        var hash = $"${version}$" + BCrypt.Net.BCrypt.HashPassword(password, 4)[4..];
        var user = await UserWithHashAsync(hash);

        foreach (var typed in new[] { password, password + "mistake", password[..73], password })
        {
            Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, typed)).Status);
            Assert.Equal(hash, await HashOfAsync(user));
        }
    }

    [Fact]
    public async Task A_password_that_bcrypt_read_completely_is_rewritten()
    {
        var password = new string('x', 72);
        var user = await UserWithHashAsync(BCrypt.Net.BCrypt.HashPassword(password, 4));

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, password)).Status);

        Assert.StartsWith("$bcrypt-sha256$", await HashOfAsync(user), StringComparison.Ordinal);
        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, password + "x"));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, password)).Status);
    }

    [Fact]
    public async Task A_hash_with_a_higher_work_factor_is_not_rewritten()
    {
        var hash = HasherOf(5, system.Settings.Pepper).Hash(Password);
        var user = await UserWithHashAsync(hash);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);

        Assert.Equal(hash, await HashOfAsync(user));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rewritten_hash_keeps_its_higher_work_factor(bool imported)
    {
        var user = await UserWithHashAsync(imported ? BCrypt.Net.BCrypt.HashPassword(Password, 5) : HasherOf(5).Hash(Password));

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);

        Assert.Matches(@"^\$bcrypt-sha256\$v=2,t=2b,r=5\$.*\$p=[0-9a-f]{12}$", await HashOfAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, Password)).Status);
    }

    private static BcryptSha256 HasherOf(int workFactor, params string[] peppers) => new(
        Options.Create(new PasswordOptions { BcryptWorkFactor = workFactor, Peppers = peppers }),
        NullLogger<BcryptSha256>.Instance);

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
