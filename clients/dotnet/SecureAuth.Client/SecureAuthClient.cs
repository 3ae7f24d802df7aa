using System.Net;
using System.Text.Json;

namespace SecureAuth.Client;

/// <summary>
/// The calls that need no access token: registration, sign-in, tokens and recovery. <see cref="ForUser"/> and
/// <see cref="SecureAuthSession.Account"/> have the rest. Every call throws <see cref="SecureAuthException"/> if the server
/// refuses it. Thread-safe.
/// </summary>
public sealed class SecureAuthClient
{
    private readonly ApiTransport _api;

    /// <param name="http">
    /// Its <see cref="HttpClient.BaseAddress"/> is the origin of the server, such as <c>https://auth.example.com/</c>. It should
    /// follow no redirects and keep no cookies. <c>AddSecureAuthClient</c> creates such a client.
    /// </param>
    public SecureAuthClient(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.BaseAddress is null)
        {
            throw new ArgumentException("The HTTP client needs the server's origin as its base address.", nameof(http));
        }

        _api = new ApiTransport(http);
    }

    internal ApiTransport Api => _api;

    /// <summary>The account of the user whom an access token, a fresh token or a set-up token belongs to.</summary>
    /// <param name="accessToken">It is sent as it is, and not refreshed.</param>
    public AccountClient ForUser(string accessToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(accessToken);
        return new AccountClient(_api.With(new FixedToken(accessToken)));
    }

    /// <summary>Creates an account.</summary>
    public Task<RegistrationOutcome> RegisterAsync(
        string email, string password, string? displayName = null, CancellationToken cancellationToken = default) =>
        RegisterAsync(new NewAccount(email, password) { DisplayName = displayName }, cancellationToken);

    /// <inheritdoc cref="RegisterAsync(string, string, string?, CancellationToken)"/>
    public async Task<RegistrationOutcome> RegisterAsync(
        NewAccount account, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        var body = ApiTransport.Body(account, SecureAuthJson.Default.NewAccount);
        using var response = await _api.RespondAsync(HttpMethod.Post, "auth/register", body, cancellationToken)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            return new RegistrationOutcome.VerificationRequired
            {
                Code = await RequestedCode.ReadAsync(response, cancellationToken).ConfigureAwait(false),
            };
        }

        var answer = await ApiTransport.ReadAsync(response, SecureAuthJson.Default.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        return new RegistrationOutcome.Created(ApiTransport.Parse(answer, SecureAuthJson.Default.UserProfile, response))
        {
            Code = RequestedCode.Of(answer, response),
        };
    }

    /// <summary>Uses the token of a mail: it verifies the address of an account, or makes a new address effective.</summary>
    public Task VerifyEmailAsync(string token, CancellationToken cancellationToken = default) =>
        PostAsync("auth/email/verify", token, cancellationToken);

    /// <summary>
    /// Uses the code of a mail, like the token of a link. The server refuses a wrong code with
    /// <see cref="ErrorCodes.InvalidCode"/>, five in all, and an ended request with <see cref="ErrorCodes.InvalidToken"/>: ask
    /// for another mail then. With <see cref="ErrorCodes.Conflict"/>, the code is right, but the account needs a password from
    /// the owner of the address: pass both to
    /// <see cref="ResetPasswordAsync(RequestedCode, string, string, CancellationToken)"/>, with the password that the user has
    /// just chosen.
    /// </summary>
    /// <param name="request">What asked for the mail.</param>
    /// <param name="code">The eight digits, with or without spaces.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it, and the code is used then.</param>
    public Task VerifyEmailAsync(RequestedCode request, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _api.SendAsync(
            HttpMethod.Post,
            "auth/email/verify",
            ApiTransport.Body(
                new MailedCodeRequest(request.RequestToken, code), SecureAuthJson.Default.MailedCodeRequest),
            cancellationToken);
    }

    /// <summary>Asks for another mail to verify an address. It succeeds for every address.</summary>
    /// <param name="email">The address that was registered.</param>
    /// <param name="linkBase">One of the server's <c>Email__LinkBases</c>, or null for its default.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    /// <returns>The request that the code of the mail belongs to, or null if the server mails links.</returns>
    public Task<RequestedCode?> ResendVerificationAsync(
        string email, string? linkBase = null, CancellationToken cancellationToken = default) =>
        AskForMailAsync("auth/email/resend", email, linkBase, cancellationToken);

    /// <summary>Undoes a change of the address with the token of the mail to the former one. It ends all sessions.</summary>
    public Task RestoreEmailAsync(string token, CancellationToken cancellationToken = default) =>
        PostAsync("auth/email/restore", token, cancellationToken);

    /// <summary>Asks for a mail to reset a forgotten password. It succeeds for every address.</summary>
    /// <param name="email">The address of the account, in any case.</param>
    /// <param name="linkBase">One of the server's <c>Email__LinkBases</c>, or null for its default.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    /// <returns>The request that the code of the mail belongs to, or null if the server mails links.</returns>
    public Task<RequestedCode?> ForgotPasswordAsync(
        string email, string? linkBase = null, CancellationToken cancellationToken = default) =>
        AskForMailAsync("auth/password/forgot", email, linkBase, cancellationToken);

    /// <summary>Sets a new password with the token of a mail. It ends all sessions and signs nobody in.</summary>
    public Task ResetPasswordAsync(string token, string newPassword, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            "auth/password/reset",
            ApiTransport.Body(new ResetPasswordRequest(token, newPassword), SecureAuthJson.Default.ResetPasswordRequest),
            cancellationToken);

    /// <summary>
    /// Sets a new password with the code of a mail. It ends all sessions and signs nobody in. The server refuses a wrong code
    /// with <see cref="ErrorCodes.InvalidCode"/>, five in all, and an ended request with <see cref="ErrorCodes.InvalidToken"/>:
    /// ask for another mail then. After <see cref="ErrorCodes.WeakPassword"/>, the same code works with another password.
    /// </summary>
    /// <param name="request">What asked for the mail.</param>
    /// <param name="code">The eight digits, with or without spaces.</param>
    /// <param name="newPassword">The new password. It is not trimmed.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it, and the code is used then.</param>
    public Task ResetPasswordAsync(
        RequestedCode request, string code, string newPassword, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _api.SendAsync(
            HttpMethod.Post,
            "auth/password/reset",
            ApiTransport.Body(
                new ResetWithCodeRequest(request.RequestToken, code, newPassword), SecureAuthJson.Default.ResetWithCodeRequest),
            cancellationToken);
    }

    /// <summary>Signs in with a password, which may need a second step.</summary>
    /// <param name="email">The address, in any case.</param>
    /// <param name="password">The password. It is not trimmed.</param>
    /// <param name="deviceToken">The <see cref="TokenPair.DeviceToken"/> of an earlier sign-in of this user here.</param>
    /// <param name="deviceName">A name by which the user recognises this device in the list of sessions.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<SignInOutcome> SignInAsync(
        string email,
        string password,
        string? deviceToken = null,
        string? deviceName = null,
        CancellationToken cancellationToken = default) =>
        SignInAsync(new LoginRequest(email, null, password, deviceToken, deviceName), cancellationToken);

    /// <summary>Signs in with a username in place of the address. Only for servers with <c>Accounts__Usernames</c>.</summary>
    /// <param name="username">The username, in any case.</param>
    /// <param name="password">The password. It is not trimmed.</param>
    /// <param name="deviceToken">The <see cref="TokenPair.DeviceToken"/> of an earlier sign-in of this user here.</param>
    /// <param name="deviceName">A name by which the user recognises this device in the list of sessions.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<SignInOutcome> SignInByUsernameAsync(
        string username,
        string password,
        string? deviceToken = null,
        string? deviceName = null,
        CancellationToken cancellationToken = default) =>
        SignInAsync(new LoginRequest(null, username, password, deviceToken, deviceName), cancellationToken);

    /// <summary>Completes a sign-in with a code of the authenticator app or a recovery code.</summary>
    /// <param name="tempToken">From <see cref="SignInOutcome.SecondFactorRequired"/>.</param>
    /// <param name="code">The code, with or without dashes.</param>
    /// <param name="method">
    /// One of <see cref="SecondFactorMethods"/>. Without it, six digits are a code of the app, and anything else is a recovery
    /// code.
    /// </param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it, and the code is used then.</param>
    public Task<TokenPair> CompleteSignInAsync(
        string tempToken, string code, string? method = null, CancellationToken cancellationToken = default) =>
        CompleteAsync(new SecondFactorRequest(tempToken, code, method, null, null), cancellationToken);

    /// <summary>Completes a sign-in with a passkey.</summary>
    /// <param name="tempToken">From <see cref="SignInOutcome.SecondFactorRequired"/>.</param>
    /// <param name="challengeToken">From <see cref="GetPasskeyOptionsAsync"/>, called with the same temporary token.</param>
    /// <param name="credential">What <c>navigator.credentials.get()</c> returned, in its JSON form.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<TokenPair> CompleteSignInWithPasskeyAsync(
        string tempToken, string challengeToken, JsonElement credential, CancellationToken cancellationToken = default) =>
        CompleteAsync(
            new SecondFactorRequest(tempToken, null, SecondFactorMethods.Passkey, challengeToken, credential),
            cancellationToken);

    /// <summary>Begins a sign-in with a passkey, or the second step of one with a password.</summary>
    /// <param name="email">Restricts the sign-in to this account, or null. The options are the same if there is none.</param>
    /// <param name="tempToken">From <see cref="SignInOutcome.SecondFactorRequired"/>, or null for a first step.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<PasskeyCeremony> GetPasskeyOptionsAsync(
        string? email = null, string? tempToken = null, CancellationToken cancellationToken = default) => CeremonyAsync(
        _api,
        "auth/passkeys/options",
        ApiTransport.Body(
            new PasskeyOptionsRequest(email, tempToken), SecureAuthJson.Default.PasskeyOptionsRequest),
        cancellationToken);

    /// <summary>Signs in with a passkey, which counts as two factors.</summary>
    /// <inheritdoc cref="CompleteSignInWithPasskeyAsync"/>
    /// <param name="challengeToken">From <see cref="GetPasskeyOptionsAsync"/>.</param>
    /// <param name="credential">What <c>navigator.credentials.get()</c> returned, in its JSON form.</param>
    /// <param name="deviceToken">The <see cref="TokenPair.DeviceToken"/> of an earlier sign-in of this user here.</param>
    /// <param name="deviceName">A name by which the user recognises this device in the list of sessions.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<TokenPair> SignInWithPasskeyAsync(
        string challengeToken,
        JsonElement credential,
        string? deviceToken = null,
        string? deviceName = null,
        CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Post,
        "auth/passkeys",
        ApiTransport.Body(
            new PasskeyLoginRequest(challengeToken, credential, deviceToken, deviceName),
            SecureAuthJson.Default.PasskeyLoginRequest),
        SecureAuthJson.Default.TokenPair,
        cancellationToken);

    /// <summary>
    /// Exchanges a refresh token for the next pair. It works once: keep the new one before you use it. If the response is lost,
    /// the same token returns the same successor for ten seconds. Any later reuse ends the session. <see
    /// cref="SecureAuthSession"/> takes care of all this.
    /// </summary>
    public Task<TokenPair> RefreshAsync(string refreshToken, CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Post,
        "auth/refresh",
        ApiTransport.Body(new RefreshRequest(refreshToken), SecureAuthJson.Default.RefreshRequest),
        SecureAuthJson.Default.TokenPair,
        cancellationToken);

    /// <summary>Ends a session. It succeeds whatever the token is.</summary>
    /// <param name="refreshToken">The session's refresh token.</param>
    /// <param name="all">Whether to end all sessions of the user.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task SignOutAsync(string refreshToken, bool all = false, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            "auth/logout",
            ApiTransport.Body(new LogoutRequest(refreshToken, all ? true : null), SecureAuthJson.Default.LogoutRequest),
            cancellationToken);

    internal static async Task<PasskeyCeremony> CeremonyAsync(
        ApiTransport api, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var response = await api.RespondAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false);
        var options = await ApiTransport.ReadAsync(response, SecureAuthJson.Default.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        return options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("challenge_token", out var token)
            && token.GetString() is { } challengeToken
            ? new PasskeyCeremony(options, challengeToken)
            : throw ProblemReader.Unreadable(response);
    }

    private static bool Has(JsonElement answer, string flag) => answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty(flag, out var value)
        && value.ValueKind == JsonValueKind.True;

    private async Task<SignInOutcome> SignInAsync(LoginRequest request, CancellationToken cancellationToken)
    {
        var body = ApiTransport.Body(request, SecureAuthJson.Default.LoginRequest);
        using var response = await _api.RespondAsync(HttpMethod.Post, "auth/login", body, cancellationToken)
            .ConfigureAwait(false);
        var answer = await ApiTransport.ReadAsync(response, SecureAuthJson.Default.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        return answer switch
        {
            _ when Has(answer, "two_fa_setup_required") =>
                ApiTransport.Parse(answer, SecureAuthJson.Default.SetUpRequired, response),
            _ when Has(answer, "two_fa_required") =>
                ApiTransport.Parse(answer, SecureAuthJson.Default.SecondFactorRequired, response),
            _ => new SignInOutcome.SignedIn(ApiTransport.Parse(answer, SecureAuthJson.Default.TokenPair, response)),
        };
    }

    private Task<TokenPair> CompleteAsync(SecondFactorRequest request, CancellationToken cancellationToken) => _api.SendAsync(
        HttpMethod.Post,
        "auth/login/2fa",
        ApiTransport.Body(request, SecureAuthJson.Default.SecondFactorRequest),
        SecureAuthJson.Default.TokenPair,
        cancellationToken);

    private async Task<RequestedCode?> AskForMailAsync(
        string path, string email, string? linkBase, CancellationToken cancellationToken)
    {
        var body = ApiTransport.Body(new EmailRequest(email, linkBase), SecureAuthJson.Default.EmailRequest);
        using var response = await _api.RespondAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false);
        return await RequestedCode.ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private Task PostAsync(string path, string token, CancellationToken cancellationToken) => _api.SendAsync(
        HttpMethod.Post,
        path,
        ApiTransport.Body(new TokenRequest(token), SecureAuthJson.Default.TokenRequest),
        cancellationToken);
}
