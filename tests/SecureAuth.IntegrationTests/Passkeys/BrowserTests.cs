using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>The script of the README in a real browser, with an authenticator that is not ours.</summary>
public sealed class BrowserTests(TestSystem system)
{
    private const string Call =
        """
        const call = async (path, token, body) => (await fetch('/api/v1' + path, { method: 'POST', headers: {
            'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
            body: JSON.stringify(body ?? {}) })).json();

        """;

    [Fact]
    public async Task Chromium_adds_a_passkey_and_signs_in_with_it()
    {
        Assert.SkipUnless(Chromium.Program is not null, "Chromium is not installed. Debian: apt install chromium.");
        await using var api = await system.StartApiAsync(("Tokens__Issuer", "http://localhost"));
        var enrolled = await EnrolledUser.CreateAsync(system.Database, new TestClient(api));
        var user = await enrolled.SignInAsync();
        await using var browser = await Chromium.StartAsync(api);

        var added = await browser.RunAsync(
            $$"""
            {{Call}}
            const options = await call('/users/me/passkeys/options', '{{user.AccessToken}}');
            const created = await navigator.credentials.create(
                { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
            return await call('/users/me/passkeys', '{{user.AccessToken}}',
                { challenge_token: options.challenge_token, name: 'Chromium', credential: created.toJSON() });
            """);
        Assert.True(added.TryGetProperty("id", out _), added.ToString());

        var signedIn = await browser.RunAsync(
            $$"""
            {{Call}}
            const options = await call('/auth/passkeys/options', null, {});
            const got = await navigator.credentials.get(
                { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
            return await call('/auth/passkeys', null,
                { challenge_token: options.challenge_token, credential: got.toJSON() });
            """);
        Assert.True(signedIn.TryGetProperty("access_token", out var token), signedIn.ToString());
        Assert.Equal(["hwk", "user", "mfa"], Claims.Of(token.GetString()!).Amr);

        var challenge = await enrolled.ChallengeAsync();
        var completed = await browser.RunAsync(
            $$"""
            {{Call}}
            const options = await call('/auth/passkeys/options', null, { temp_token: '{{challenge}}' });
            const got = await navigator.credentials.get(
                { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
            return await call('/auth/login/2fa', null, { temp_token: '{{challenge}}', method: 'passkey',
                challenge_token: options.challenge_token, credential: got.toJSON() });
            """);
        Assert.True(completed.TryGetProperty("access_token", out token), completed.ToString());
        Assert.Equal(["pwd", "hwk", "user", "mfa"], Claims.Of(token.GetString()!).Amr);
    }
}
