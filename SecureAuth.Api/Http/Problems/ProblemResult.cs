namespace SecureAuth.Api.Http.Problems;

/// <summary>
/// An endpoint's refusal, for <c>Results&lt;Ok&lt;T&gt;, ProblemResult&gt;</c>. The codes that an endpoint can answer are
/// declared beside its route with <see cref="ProblemMetadata"/>.
/// </summary>
internal sealed class ProblemResult(ErrorCode code) : IResult, IStatusCodeHttpResult
{
    private TimeSpan? _retryAfter;

    public ErrorCode Code => code;

    /// <summary>Each refused field with its stable reasons; null where the code says it all.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    int? IStatusCodeHttpResult.StatusCode => code.Status;

    /// <summary>Says when a retry makes sense, in whole seconds rounded up.</summary>
    public ProblemResult RetryAfter(TimeSpan delay)
    {
        _retryAfter = delay;
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext) => Problem.WriteAsync(httpContext, code, _retryAfter, Errors);
}
