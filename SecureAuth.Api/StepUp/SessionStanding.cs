namespace SecureAuth.Api.StepUp;

/// <summary>Whether a request that has passed its policies may still change how its user signs in.</summary>
internal enum SessionStanding
{
    Good,

    /// <summary>The session has been ended since, for example by a new password, or has expired.</summary>
    Ended,

    /// <summary>The user has got a second factor since, which the request's token does not show.</summary>
    SecondFactorMissing,
}
