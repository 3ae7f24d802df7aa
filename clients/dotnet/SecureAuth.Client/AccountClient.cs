using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SecureAuth.Client;

/// <summary>
/// The account of the signed-in user. Every call throws <see cref="SecureAuthException"/> if the server refuses it. What could
/// take an account over needs an authentication of the last five minutes, otherwise it is refused with
/// <see cref="ErrorCodes.ReauthenticationRequired"/>. Thread-safe.
/// </summary>
public sealed class AccountClient
{
    private const string Me = "users/me";

    private readonly ApiTransport _api;

    internal AccountClient(ApiTransport api) => _api = api;

    /// <summary>Reads the account.</summary>
    public Task<UserProfile> GetProfileAsync(CancellationToken cancellationToken = default) =>
        GetAsync(Me, SecureAuthJson.Default.UserProfile, cancellationToken);

    /// <param name="displayName">The new name, or null to remove it.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<UserProfile> ChangeDisplayNameAsync(string? displayName, CancellationToken cancellationToken = default) =>
        ChangeAsync(new DisplayNameRequest(displayName), SecureAuthJson.Default.DisplayNameRequest, cancellationToken);

    /// <summary>
    /// Changes the username, which the server may refuse with <see cref="ErrorCodes.Conflict"/> if it is taken or looks like one
    /// that is. It needs a recent authentication and the second factor of a user who has one. The former name is free at once.
    /// </summary>
    /// <param name="username">The new name, or null to remove it.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<UserProfile> ChangeUsernameAsync(string? username, CancellationToken cancellationToken = default) =>
        ChangeAsync(new UsernameRequest(username), SecureAuthJson.Default.UsernameRequest, cancellationToken);

    /// <summary>
    /// Changes the fields that the operator has configured. An invalid value, or a field that only operators change, is
    /// <c>fields.</c> and its name in <see cref="SecureAuthException.Errors"/>.
    /// </summary>
    /// <param name="fields">The new values by name. A null removes a value; a field that is absent keeps its own.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task<UserProfile> ChangeFieldsAsync(JsonObject fields, CancellationToken cancellationToken = default) =>
        ChangeAsync(new FieldsRequest(fields), SecureAuthJson.Default.FieldsRequest, cancellationToken);

    /// <summary>
    /// Mails an invitation to an address, if it has no account. It needs a recent authentication, and a role of the server's
    /// <c>Accounts__InvitingRoles</c>: for everybody else, the server refuses with <see cref="ErrorCodes.NotFound"/>.
    /// </summary>
    /// <param name="email">The address. It alone can use the mail's token, in <see cref="NewAccount.InvitationToken"/>.</param>
    /// <param name="linkBase">One of the server's <c>Email__LinkBases</c>, or null for its default.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task InviteAsync(string email, string? linkBase = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            "invitations",
            ApiTransport.Body(new EmailRequest(email, linkBase), SecureAuthJson.Default.EmailRequest),
            cancellationToken);

    /// <summary>Deletes the account for good. It needs a recent authentication.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, Me, null, cancellationToken);

    /// <summary>Writes everything that is stored about the user, as JSON. It may be large.</summary>
    public Task ExportAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _api.DownloadAsync(Me + "/export", destination, cancellationToken);
    }

    /// <summary>Lists the security events of the account.</summary>
    /// <param name="before">The <see cref="ActivityPage.NextBefore"/> of the previous page, or null for the first one.</param>
    /// <param name="limit">How many, from 1 to 100.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ActivityPage> ListActivityAsync(
        long? before = null, int limit = 20, CancellationToken cancellationToken = default)
    {
        var page = before is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&before={before}");
        return GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Me}/activity?limit={limit}{page}"),
            SecureAuthJson.Default.ActivityPage,
            cancellationToken);
    }

    /// <summary>Proves a recent authentication of a user without a second factor.</summary>
    public Task<FreshToken> ReauthenticateWithPasswordAsync(string password, CancellationToken cancellationToken = default) =>
        ReauthenticateAsync(new ReauthenticateRequest(password, null), cancellationToken);

    /// <summary>Proves a recent authentication of a user with an authenticator app.</summary>
    /// <param name="code">A code of the app or a recovery code.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it, and the code is used then.</param>
    public Task<FreshToken> ReauthenticateWithCodeAsync(string code, CancellationToken cancellationToken = default) =>
        ReauthenticateAsync(new ReauthenticateRequest(null, code), cancellationToken);

    /// <summary>Changes the password, and ends all other sessions of the user.</summary>
    public Task ChangePasswordAsync(
        string currentPassword, string newPassword, CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Post,
        Me + "/password",
        ApiTransport.Body(
            new ChangePasswordRequest(currentPassword, newPassword), SecureAuthJson.Default.ChangePasswordRequest),
        cancellationToken);

    /// <summary>
    /// Removes the password of a user who has a passkey, and ends all other sessions. It needs a recent authentication.
    /// </summary>
    public Task RemovePasswordAsync(CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, Me + "/password", null, cancellationToken);

    /// <summary>
    /// Sends a mail to a new address. It becomes the account's when
    /// <see cref="SecureAuthClient.VerifyEmailAsync(string, CancellationToken)"/> gets the token or the code of that mail. It
    /// needs a recent authentication.
    /// </summary>
    /// <param name="newEmail">The new address.</param>
    /// <param name="linkBase">One of the server's <c>Email__LinkBases</c>, or null for its default.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    /// <returns>The request that the code of the mail belongs to, or null if the server mails links.</returns>
    public async Task<RequestedCode?> ChangeEmailAsync(
        string newEmail, string? linkBase = null, CancellationToken cancellationToken = default)
    {
        var body = ApiTransport.Body(new NewEmailRequest(newEmail, linkBase), SecureAuthJson.Default.NewEmailRequest);
        using var response = await _api.RespondAsync(HttpMethod.Post, Me + "/email", body, cancellationToken)
            .ConfigureAwait(false);
        return await RequestedCode.ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the sessions of the user, the most recently used first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListSessionsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync(Me + "/sessions", SecureAuthJson.Default.SessionsResponse, cancellationToken).ConfigureAwait(false))
            .Sessions;

    /// <summary>Ends a session of the user, and forgets its device.</summary>
    public Task EndSessionAsync(Guid id, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, $"{Me}/sessions/{id}", null, cancellationToken);

    /// <summary>Ends all sessions of the user but this one, and forgets their devices.</summary>
    public Task EndOtherSessionsAsync(CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, Me + "/sessions", null, cancellationToken);

    /// <summary>
    /// Begins to set up an authenticator app. It needs a recent authentication or a set-up token. Nothing is on before
    /// <see cref="ConfirmAuthenticatorAsync"/>.
    /// </summary>
    public Task<AuthenticatorSetUp> SetUpAuthenticatorAsync(CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Post, Me + "/2fa/setup", null, SecureAuthJson.Default.AuthenticatorSetUp, cancellationToken);

    /// <summary>Switches the authenticator app on with a first code, within ten minutes of the set-up.</summary>
    public async Task<ConfirmedAuthenticator> ConfirmAuthenticatorAsync(
        string code, CancellationToken cancellationToken = default)
    {
        using var response = await _api.RespondAsync(HttpMethod.Post, Me + "/2fa/verify", CodeBody(code), cancellationToken)
            .ConfigureAwait(false);
        return await ReadWithTokensAsync(
            response,
            SecureAuthJson.Default.RecoveryCodesResponse,
            (codes, tokens) => new ConfirmedAuthenticator(codes.RecoveryCodes, tokens),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the authenticator app and the recovery codes. It needs a recent authentication.</summary>
    /// <param name="code">A code of the app or a recovery code.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public Task RemoveAuthenticatorAsync(string code, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Post, Me + "/2fa/disable", CodeBody(code), cancellationToken);

    /// <summary>Replaces the recovery codes. It needs a recent authentication with the second factor.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(CancellationToken cancellationToken = default)
    {
        var response = await _api.SendAsync(
            HttpMethod.Post, Me + "/2fa/recovery-codes", null, SecureAuthJson.Default.RecoveryCodesResponse, cancellationToken)
            .ConfigureAwait(false);
        return response.RecoveryCodes;
    }

    /// <summary>Begins to add a passkey. It needs a recent authentication or a set-up token.</summary>
    public Task<PasskeyCeremony> GetPasskeyCreationOptionsAsync(CancellationToken cancellationToken = default) =>
        SecureAuthClient.CeremonyAsync(_api, Me + "/passkeys/options", null, cancellationToken);

    /// <summary>Adds a passkey.</summary>
    /// <param name="challengeToken">From <see cref="GetPasskeyCreationOptionsAsync"/>.</param>
    /// <param name="name">A name by which the user recognises the passkey.</param>
    /// <param name="credential">What <c>navigator.credentials.create()</c> returned, in its JSON form.</param>
    /// <param name="cancellationToken">Cancels the call. The server may have processed it.</param>
    public async Task<AddedPasskey> AddPasskeyAsync(
        string challengeToken, string name, JsonElement credential, CancellationToken cancellationToken = default)
    {
        var body = ApiTransport.Body(
            new AddPasskeyRequest(challengeToken, name, credential), SecureAuthJson.Default.AddPasskeyRequest);
        using var response = await _api.RespondAsync(HttpMethod.Post, Me + "/passkeys", body, cancellationToken)
            .ConfigureAwait(false);
        return await ReadWithTokensAsync(
            response,
            SecureAuthJson.Default.Passkey,
            (passkey, tokens) => new AddedPasskey(passkey, tokens),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListPasskeysAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync(Me + "/passkeys", SecureAuthJson.Default.PasskeysResponse, cancellationToken).ConfigureAwait(false))
            .Passkeys;

    /// <summary>Renames a passkey. It needs a recent authentication.</summary>
    public Task<Passkey> RenamePasskeyAsync(Guid id, string name, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Patch,
            $"{Me}/passkeys/{id}",
            ApiTransport.Body(new RenamePasskeyRequest(name), SecureAuthJson.Default.RenamePasskeyRequest),
            SecureAuthJson.Default.Passkey,
            cancellationToken);

    /// <summary>Removes a passkey, unless it is the last way to sign in. It needs a recent authentication.</summary>
    public Task RemovePasskeyAsync(Guid id, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, $"{Me}/passkeys/{id}", null, cancellationToken);

    /// <summary>With a set-up token, the response has a token pair beside its usual members.</summary>
    private static async Task<TResult> ReadWithTokensAsync<T, TResult>(
        HttpResponseMessage response,
        JsonTypeInfo<T> type,
        Func<T, TokenPair?, TResult> result,
        CancellationToken cancellationToken)
    {
        var answer = await ApiTransport.ReadAsync(response, SecureAuthJson.Default.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        var tokens = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("access_token", out _)
            ? ApiTransport.Parse(answer, SecureAuthJson.Default.TokenPair, response)
            : null;
        return result(ApiTransport.Parse(answer, type, response), tokens);
    }

    private static HttpContent CodeBody(string code) =>
        ApiTransport.Body(new CodeRequest(code), SecureAuthJson.Default.CodeRequest);

    private Task<UserProfile> ChangeAsync<T>(T change, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _api.SendAsync(
            HttpMethod.Patch,
            Me,
            ApiTransport.Body(change, type),
            SecureAuthJson.Default.UserProfile,
            cancellationToken);

    private Task<FreshToken> ReauthenticateAsync(ReauthenticateRequest request, CancellationToken cancellationToken) =>
        _api.SendAsync(
            HttpMethod.Post,
            "auth/reauthenticate",
            ApiTransport.Body(request, SecureAuthJson.Default.ReauthenticateRequest),
            SecureAuthJson.Default.FreshToken,
            cancellationToken);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Get, path, null, type, cancellationToken);
}
