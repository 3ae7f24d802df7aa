using System.Net;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>Neither a request for a code nor guesses at it tell whether an address has an account.</summary>
[Collection(nameof(CodeApis))]
public sealed partial class CodeSecrecyTests(CodeApis codes)
{
    private readonly TestClient _client = codes.NewClient();

    [Fact]
    public async Task A_request_for_an_unknown_address_gets_the_same_response_bar_the_token()
    {
        var verified = await codes.VerifiedAsync(_client);
        var other = await codes.VerifiedAsync(_client);
        var (unverified, _, _) = await codes.RegisterAsync(_client);
        var access = (await _client.LoginAsync(verified))["access_token"];

        foreach (var request in (Func<string, Task<Response>>[])
        [
            _client.ForgotAsync, _client.ResendAsync, email => _client.RegisterAsync(email, NewUser.StrongPassword()),
            email => _client.ChangeEmailAsync(access, email),
        ])
        {
            var unknown = await request(NewUser.Create().Email);
            Assert.Equal(HttpStatusCode.Accepted, unknown.Status);
            foreach (var email in new[] { unverified.Email, other.Email })
            {
                var known = await request(email);
                SameResponse.Assert(WithoutToken(unknown), WithoutToken(known));
                Assert.NotEqual(unknown["request_token"], known["request_token"]);
            }
        }
    }

    [Fact]
    public async Task Guesses_at_unknown_addresses_are_answered_like_guesses_at_known_ones()
    {
        var user = await codes.VerifiedAsync(_client);
        var (known, code) = await codes.ForgotAsync(_client, user);
        var unknown = (await _client.ForgotAsync(NewUser.Create().Email))["request_token"];

        for (var guess = 0; guess < 7; guess++)
        {
            var first = await _client.ResetWithCodeAsync(known, CodeCalls.Wrong(code), NewUser.StrongPassword());
            var second = await _client.ResetWithCodeAsync(unknown, CodeCalls.Wrong(code), NewUser.StrongPassword());

            Assert.Equal(guess < 5 ? "invalid_code" : "invalid_token", first.Code);
            SameResponse.Assert(WithoutId(first), WithoutId(second));
            Assert.Equal(
                (await codes.Database.AuditOfRequestAsync(first)).Select(row => (row.Event, row.Reason)),
                (await codes.Database.AuditOfRequestAsync(second)).Select(row => (row.Event, row.Reason)));
        }
    }

    [Fact]
    public async Task What_happens_to_the_account_does_not_change_the_answer_to_a_wrong_code()
    {
        var user = await codes.VerifiedAsync(_client);
        var (stranger, _) = await codes.ForgotAsync(codes.NewClient(), user);
        var (owner, code) = await codes.ForgotAsync(_client, user, 2);
        await _client.ResetWithCodeAsync(owner, code, NewUser.StrongPassword());

        Problems.Is(
            "invalid_code", await _client.ResetWithCodeAsync(stranger, CodeCalls.Wrong(code), NewUser.StrongPassword()));
    }

    [Fact]
    public async Task An_unknown_token_of_a_request_is_refused()
    {
        Problems.IsInvalidOneTimeToken(await _client.VerifyCodeAsync("sarq_" + new string('A', 43), "12345678"));
        Problems.IsInvalidOneTimeToken(await _client.ResetWithCodeAsync("x", "12345678", NewUser.StrongPassword()));
    }

    private static Response WithoutToken(Response response) => response with { Body = Token().Replace(response.Body, "sarq_") };

    private static Response WithoutId(Response response) => response with { Body = RequestId().Replace(response.Body, "") };

    [GeneratedRegex("sarq_[A-Za-z0-9_-]{43}")]
    private static partial Regex Token();

    [GeneratedRegex("\"request_id\":\"[^\"]+\"")]
    private static partial Regex RequestId();
}
