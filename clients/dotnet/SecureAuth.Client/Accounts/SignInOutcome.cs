using System.Text.Json.Serialization;

namespace SecureAuth.Client;

/// <summary>What a right password leads to: one of the nested cases.</summary>
public abstract record SignInOutcome : SecureAuthMessage
{
    private SignInOutcome()
    {
    }

    /// <summary>The user is signed in.</summary>
    /// <param name="Tokens">The tokens of the new session.</param>
    public sealed record SignedIn(TokenPair Tokens) : SignInOutcome;

    /// <summary>A second factor completes the sign-in: <see cref="SecureAuthClient.CompleteSignInAsync"/>.</summary>
    /// <param name="TempToken">Identifies the sign-in that was begun.</param>
    /// <param name="ExpiresIn">How long it can be completed.</param>
    /// <param name="Methods">What the user can use, of <see cref="SecondFactorMethods"/>.</param>
    public sealed record SecondFactorRequired(
        string TempToken,
        [property: JsonConverter(typeof(SecondsConverter))] TimeSpan ExpiresIn,
        IReadOnlyList<string> Methods) : SignInOutcome;

    /// <summary>
    /// The user must set up a second factor, which completes the sign-in. Pass the token to
    /// <see cref="SecureAuthClient.ForUser"/>, and set up an authenticator app or add a passkey with the result.
    /// </summary>
    /// <param name="SetUpToken">A bearer token for the set-up alone.</param>
    /// <param name="ExpiresIn">How long it is valid.</param>
    public sealed record SetUpRequired(
        [property: JsonPropertyName("setup_token")] string SetUpToken,
        [property: JsonConverter(typeof(SecondsConverter))] TimeSpan ExpiresIn) : SignInOutcome;
}
