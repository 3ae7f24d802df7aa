namespace SecureAuth.Api.Http.Problems;

/// <summary>
/// An endpoint's error result, for <c>Results&lt;Ok&lt;T&gt;, ProblemResult&gt;</c>. <see cref="ProblemMetadata"/> declares the
/// codes that an endpoint can return, next to its route,.
/// </summary>
internal sealed class ProblemResult(ErrorCode code) : IResult, IStatusCodeHttpResult
{
    private TimeSpan? _retryAfter;

    public ErrorCode Code => code;

    /// <summary>The invalid fields and the stable reasons for each, or null if the error does not concern a field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    int? IStatusCodeHttpResult.StatusCode => code.Status;

    /// <summary>
    /// Sets the <c>Retry-After</c> header, in whole seconds rounded up. It is left out for an infinite delay.
    /// </summary>
    public ProblemResult RetryAfter(TimeSpan delay)
    {
        _retryAfter = delay;
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext) => Problem.WriteAsync(httpContext, code, _retryAfter, Errors);
}
