using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.Telemetry;

public sealed class AuthMeterTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection(
        ).AddMetrics().AddSingleton<AuthMeter>().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _seen = [];

    public AuthMeterTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Tests run in parallel, each with its own factory.
            if (instrument.Meter.Name == "SecureAuth" && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Each_instrument_has_its_name_unit_and_tag()
    {
        var meter = _services.GetRequiredService<AuthMeter>();
        meter.LoginAttempt(LoginResult.Success);
        meter.PasskeyAttempt("sign_in", PasskeyResult.CounterWentBack);
        meter.Lockout();
        meter.Refresh(RefreshResult.Reused);
        meter.Registration(RegistrationResult.WeakPassword);
        meter.RateLimited("Login");
        meter.PasswordHashed(TimeSpan.FromMilliseconds(250), HashOperation.Verify);

        Assert.Equal(
            [
                "secureauth.login.attempts 1 {attempt} result=success",
                "secureauth.passkey.attempts 1 {attempt} purpose=sign_in result=counter_went_back",
                "secureauth.lockouts 1 {lockout}",
                "secureauth.refresh 1 {refresh} result=reused",
                "secureauth.registrations 1 {registration} result=weak_password",
                "secureauth.rate_limited 1 {request} policy=Login",
                "secureauth.password_hash.duration 0.25 s operation=verify",
            ],
            _seen);
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit}");
        foreach (var (key, tag) in tags)
        {
            line += $" {key}={tag}";
        }

        _seen.Add(line);
    }
}
