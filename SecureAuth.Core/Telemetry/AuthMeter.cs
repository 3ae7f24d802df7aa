using System.Diagnostics.Metrics;

namespace SecureAuth.Core.Telemetry;

/// <summary>
/// The meter of the service. The value of a tag always comes from a closed list and never from a caller. An e-mail or an address
/// as a tag would leak personal data and create a new time series for each value.
/// </summary>
public sealed class AuthMeter
{
    /// <summary>The name of the meter, to which exporters subscribe.</summary>
    public const string Name = "SecureAuth";

    /// <summary>The default boundaries of OpenTelemetry are meant for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> SecondsBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2, 5],
    };

    // The factory owns the meter and disposes of it.
    private readonly Meter _meter;
    private readonly Counter<long> _loginAttempts;
    private readonly Counter<long> _secondFactorAttempts;
    private readonly Counter<long> _passkeyAttempts;
    private readonly Counter<long> _lockouts;
    private readonly Counter<long> _deviceLockouts;
    private readonly Counter<long> _deviceSignIns;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _sessionsRevoked;
    private readonly Counter<long> _registrations;
    private readonly Counter<long> _rateLimited;
    private readonly Counter<long> _limitedLocally;
    private readonly Counter<long> _auditRowsDropped;
    private readonly Counter<long> _authorizationRefused;
    private readonly Histogram<double> _passwordHashes;
    private readonly UpDownCounter<long> _passwordQueue;
    private readonly Histogram<double> _passwordWaits;
    private readonly Histogram<long> _passwordBatches;
    private readonly Counter<long> _passwordsRefused;
    private readonly Counter<long> _breachChecks;
    private readonly Gauge<double> _clockOffset;
    private readonly Counter<long> _mailsSent;
    private readonly Counter<long> _mailsFailed;
    private readonly Counter<long> _mailsDropped;
    private readonly Counter<long> _mailedTokens;
    private readonly Counter<long> _auditEvents;
    private readonly Counter<long> _introspections;
    private readonly UpDownCounter<long> _revocationPolls;

    public AuthMeter(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _loginAttempts = _meter.CreateCounter<long>("secureauth.login.attempts", "{attempt}", "Attempted sign-ins, by result.");
        _secondFactorAttempts = _meter.CreateCounter<long>(
            "secureauth.second_factor.attempts", "{attempt}", "Second-factor codes checked, by method and result.");
        _passkeyAttempts = _meter.CreateCounter<long>(
            "secureauth.passkey.attempts", "{attempt}", "Passkeys registered or presented, by purpose and result.");
        _lockouts = _meter.CreateCounter<long>("secureauth.lockouts", "{lockout}", "Accounts locked after failed attempts.");
        _deviceLockouts = _meter.CreateCounter<long>(
            "secureauth.device.lockouts", "{lockout}", "Known devices locked after failed attempts.");
        _deviceSignIns = _meter.CreateCounter<long>(
            "secureauth.device.sign_ins", "{session}", "Sessions started, by whether the device was known.");
        _refreshes = _meter.CreateCounter<long>("secureauth.refresh", "{refresh}", "Refresh tokens presented, by result.");
        _sessionsRevoked = _meter.CreateCounter<long>(
            "secureauth.sessions.revoked", "{session}", "Sessions ended before their time, by reason.");
        _registrations = _meter.CreateCounter<long>("secureauth.registrations", "{registration}", "Registrations, by result.");
        _rateLimited = _meter.CreateCounter<long>(
            "secureauth.rate_limited", "{request}", "Requests refused by a rate limit, by policy.");
        _limitedLocally = _meter.CreateCounter<long>(
            "secureauth.rate_limit.local_decisions", "{request}", "Requests limited without Redis, by policy.");
        _auditRowsDropped = _meter.CreateCounter<long>(
            "secureauth.rate_limit.audit_rows_dropped", "{row}", "Audit rows of refusals that could not be written.");
        _authorizationRefused = _meter.CreateCounter<long>(
            "secureauth.authorization.refused", "{request}", "Requests whose access token was not accepted, by reason.");
        _passwordHashes = _meter.CreateHistogram<double>(
            "secureauth.password_hash.duration", "s", "Time on a hashing thread, waiting excluded, by operation.",
            advice: SecondsBuckets);
        _passwordQueue = _meter.CreateUpDownCounter<long>(
            "secureauth.password_queue.depth", "{password}", "Reserved slots of the hash queue.");
        _passwordWaits = _meter.CreateHistogram<double>(
            "secureauth.password_queue.wait", "s", "Time that a password waits in the hash queue.", advice: SecondsBuckets);
        _passwordBatches = _meter.CreateHistogram<long>(
            "secureauth.password_queue.batch_size", "{password}", "Passwords that one thread hashed at once.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 3, 4, 6, 8] });
        _passwordsRefused = _meter.CreateCounter<long>(
            "secureauth.password_queue.refused", "{password}", "Passwords refused a slot of the hash queue, by reason.");
        _breachChecks = _meter.CreateCounter<long>(
            "secureauth.passwords.breach_checks", "{password}", "New passwords looked up in data breaches, by result.");
        _clockOffset = _meter.CreateGauge<double>(
            "secureauth.clock.offset", "s", "Postgres's time minus the time of this process.");
        _mailsSent = _meter.CreateCounter<long>("secureauth.mail.sent", "{mail}", "Mails that the server has accepted, by kind.");
        _mailsFailed = _meter.CreateCounter<long>("secureauth.mail.failed", "{mail}", "Mails that were given up, by kind.");
        _mailsDropped = _meter.CreateCounter<long>(
            "secureauth.mail.dropped", "{mail}", "Mails that were not sent on purpose, by kind and reason.");
        _mailedTokens = _meter.CreateCounter<long>(
            "secureauth.mail.tokens", "{token}", "Mailed tokens presented, by purpose and result.");
        _auditEvents = _meter.CreateCounter<long>(
            "secureauth.audit.events", "{event}", "Security events that have been recorded, by event and outcome.");
        _introspections = _meter.CreateCounter<long>(
            "secureauth.introspections", "{token}", "Tokens that services asked about, by result.");
        _revocationPolls = _meter.CreateUpDownCounter<long>(
            "secureauth.revocation_polls", "{poll}", "Services that wait for revocations at this process.");
    }

    /// <summary>Counts a sign-in by its actual result, which the response may hide.</summary>
    public void LoginAttempt(LoginResult result) => _loginAttempts.Add(1, Tag("result", result));

    /// <summary>Counts a checked code, for a sign-in, a set-up, a re-authentication or disabling the second factor.</summary>
    public void SecondFactorAttempt(CodeKind method, bool accepted) => _secondFactorAttempts.Add(
        1, Tag("method", method), Tag("result", accepted ? LoginResult.Success : LoginResult.InvalidCode));

    /// <param name="purpose">The purpose as it is named in <see cref="WireName"/> form.</param>
    public void PasskeyAttempt(string purpose, PasskeyResult result) => _passkeyAttempts.Add(
        1, new KeyValuePair<string, object?>("purpose", purpose), Tag("result", result));

    /// <summary>Counts each time an account becomes locked, but not the attempts on a locked account.</summary>
    public void Lockout() => _lockouts.Add(1);

    /// <summary>The same for a known device, which has a counter of its own.</summary>
    public void DeviceLockout() => _deviceLockouts.Add(1);

    public void DeviceSignedIn(DeviceKind device) => _deviceSignIns.Add(1, Tag("device", device));

    public void Refresh(RefreshResult result) => _refreshes.Add(1, Tag("result", result));

    /// <param name="reason">The reason as it is named in <see cref="WireName"/> form.</param>
    public void SessionsRevoked(string reason, int count) =>
        _sessionsRevoked.Add(count, new KeyValuePair<string, object?>("reason", reason));

    public void Registration(RegistrationResult result) => _registrations.Add(1, Tag("result", result));

    public void RateLimited(string policy) => _rateLimited.Add(1, new KeyValuePair<string, object?>("policy", policy));

    /// <summary>Counts a rate limit decision that this process made alone because Redis did not answer.</summary>
    public void LimitedLocally(string policy) => _limitedLocally.Add(1, new KeyValuePair<string, object?>("policy", policy));

    public void AuthorizationRefused(AuthorizationRefusal reason) => _authorizationRefused.Add(1, Tag("reason", reason));

    public void AuditRowDropped() => _auditRowsDropped.Add(1);

    /// <summary>Records the duration of hashing or verifying a password.</summary>
    public void PasswordHashed(TimeSpan duration, HashOperation operation) =>
        _passwordHashes.Record(duration.TotalSeconds, Tag("operation", operation));

    public void BreachChecked(BreachCheckResult result) => _breachChecks.Add(1, Tag("result", result));

    public void ClockOffset(TimeSpan offset) => _clockOffset.Record(offset.TotalSeconds);

    public void PasswordsQueued(int change) => _passwordQueue.Add(change);

    public void PasswordWaited(TimeSpan wait) => _passwordWaits.Record(wait.TotalSeconds);

    public void PasswordBatch(int size) => _passwordBatches.Record(size);

    /// <summary>Counts a caller that was refused a slot of the hash queue.</summary>
    public void PasswordRefused(QueueRefusal reason) => _passwordsRefused.Add(1, Tag("reason", reason));

    public void MailSent<T>(T kind)
        where T : struct, Enum => _mailsSent.Add(1, Tag("kind", kind));

    public void MailFailed<T>(T kind)
        where T : struct, Enum => _mailsFailed.Add(1, Tag("kind", kind));

    public void MailDropped<T>(T kind, MailDrop reason)
        where T : struct, Enum => _mailsDropped.Add(1, Tag("kind", kind), Tag("reason", reason));

    public void MailedToken<T>(T purpose, MailedTokenResult result)
        where T : struct, Enum => _mailedTokens.Add(1, Tag("purpose", purpose), Tag("result", result));

    public void Audited<TEvent, TOutcome>(TEvent recorded, TOutcome outcome)
        where TEvent : struct, Enum
        where TOutcome : struct, Enum => _auditEvents.Add(1, Tag("event", recorded), Tag("outcome", outcome));

    public void Introspected(IntrospectionResult result) => _introspections.Add(1, Tag("result", result));

    /// <param name="change">1 when a service begins to wait, and -1 when it stops.</param>
    public void RevocationPolls(int change) => _revocationPolls.Add(change);

    private static KeyValuePair<string, object?> Tag<T>(string key, T member)
        where T : struct, Enum => new(key, WireName.Of(member));
}
