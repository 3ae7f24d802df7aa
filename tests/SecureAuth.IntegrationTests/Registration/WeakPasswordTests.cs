using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

public sealed class WeakPasswordTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("kX4!vQ9#zR2", "too_short")]
    [InlineData("🔑🎸🌵🦊🚲🧀🍋🐙🎲🪁🧭", "too_short")]
    [InlineData("qwertyuiop12", "common")]
    [InlineData("1qaz2wsx3edc4rfv", "common")]
    [InlineData("PASSWORD1234", "common")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "too_guessable")]
    [InlineData("abcdefghijklmnopqrst", "too_guessable")]
    public async Task A_weak_password_is_refused_with_its_reason(string password, string reason)
    {
        var response = await _client.RegisterAsync(NewUser.Create() with { Password = password });

        Problems.Is("weak_password", response);
        Assert.Contains(reason, response.ErrorsOf("password"));
    }

    [Fact]
    public async Task A_password_of_more_than_128_characters_is_too_long()
    {
        var tooLong = string.Concat(Enumerable.Range(0, 9).Select(_ => NewUser.StrongPassword()))[..129];
        var response = await _client.RegisterAsync(NewUser.Create() with { Password = tooLong });
        Problems.Is("weak_password", response);
        Assert.Equal(["too_long"], response.ErrorsOf("password"));

        var longest = await _client.RegisterAsync(NewUser.Create() with { Password = tooLong[..128] });
        Assert.Equal(HttpStatusCode.Created, longest.Status);
    }

    [Fact]
    public async Task Length_is_counted_in_code_points()
    {
        var twelve = await _client.RegisterAsync(NewUser.Create() with { Password = "🔑🎸🌵🦊🚲🧀🍋🐙🎲🪁🧭🪂" });
        Assert.Equal(HttpStatusCode.Created, twelve.Status);

        var longest = string.Concat(Enumerable.Range(0, 128).Select(i => char.ConvertFromUtf32(0x1F300 + (i * 37 % 700))));
        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(NewUser.Create() with { Password = longest })).Status);
    }

    [Theory]
    [InlineData("zoltanszabo@firma-szabo.test", null, "xk7-zoltanszabo-q2")]
    [InlineData("zoltan.szabo@firma.test", null, "xk7-ZOLTAN-q2-vv9")]
    [InlineData("info@kerekesmuhely.test", null, "xk7-kerekesmuhely-q2")]
    [InlineData("info@firma.test", "Brunhilde Kerekes", "xk7-brunhilde-q2-w")]
    [InlineData("info@firma.test", null, "xk7-SecureAuth-q2-w")]
    public async Task A_password_that_contains_personal_data_is_refused(string email, string? name, string password)
    {
        var response = await _client.RegisterAsync(email, password, name);

        Problems.Is("weak_password", response);
        Assert.Contains("contains_personal_data", response.ErrorsOf("password"));
    }

    [Fact]
    public async Task All_reasons_are_reported_at_once()
    {
        var response = await _client.RegisterAsync("someone@firma.test", "someone");

        Assert.Equal(["contains_personal_data", "too_guessable", "too_short"], response.ErrorsOf("password").Order());
    }

    [Fact]
    public async Task No_composition_rule_applies_by_default()
    {
        var letters = await _client.RegisterAsync(NewUser.Create() with { Password = "violet anvil tuesday" });

        Assert.Equal(HttpStatusCode.Created, letters.Status);
    }

    [Fact]
    public async Task A_password_is_used_verbatim_with_spaces_NULs_and_every_byte()
    {
        var seventyTwo = string.Concat(Enumerable.Range(0, 5).Select(_ => NewUser.StrongPassword()))[..72];
        foreach (var (right, wrong) in new[]
        {
            (" leading and trailing violets ", "leading and trailing violets"),
            ("anvil\0violet tuesday", "anvil\0violet tuesdaY"),
            (seventyTwo + "a", seventyTwo + "b"),
            ("Straße violet anvil", "Strasse violet anvil"),
            ("caf\u00e9 violet anvil x", "cafe\u0301 violet anvil x"),
        })
        {
            var user = NewUser.Create() with { Password = right };
            Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(user)).Status);
            Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, wrong));
            Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
        }
    }

    [Fact]
    public async Task Composition_rules_can_be_switched_on()
    {
        await using var api = await system.StartApiAsync(
            ("Passwords__RequireUppercase", "true"), ("Passwords__RequireDigit", "true"), ("Passwords__RequireSymbol", "true"),
            ("Passwords__MinimumLength", "14"));
        var client = _client.Through(api);

        foreach (var password in new[] { "violet-anvil-7-tuesday", "Violet-anvil-tuesday", "Violetanviltuesday7" })
        {
            var response = await client.RegisterAsync(NewUser.Create() with { Password = password });
            Problems.Is("weak_password", response);
            Assert.Equal(["composition"], response.ErrorsOf("password"));
        }

        var tooShort = await client.RegisterAsync(NewUser.Create() with { Password = "kX4!vQ9#zR2wT" });
        Assert.Equal(["too_short"], tooShort.ErrorsOf("password"));
        var good = await client.RegisterAsync(NewUser.Create() with { Password = "Violet-anvil-7-tuesday" });
        Assert.Equal(HttpStatusCode.Created, good.Status);
    }
}
