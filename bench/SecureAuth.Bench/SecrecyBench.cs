using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Npgsql;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>
/// Whether the time of a response tells that an address has an account. Calls with known and unknown addresses alternate at
/// random, one at a time.
/// </summary>
internal static class SecrecyBench
{
    private const int WarmUp = 200;

    /// <summary>How far the chance of a right guess may be from that of a coin.</summary>
    private const double MaxAdvantage = 0.05;

    private const string Seed =
        """
        UPDATE users SET email_verified = true;
        INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object(
            'id', gen_random_uuid(), 'email', name || i || '@example.com', 'email_verified', name = 'user',
            'normalized_email', upper(name) || i || '@EXAMPLE.COM'))).*
        FROM users u, generate_series(1, 1 + $1) i, (VALUES ('user'), ('unverified')) names (name)
        WHERE u.email = 'user0@example.com'
        """;

    private static readonly string[] Policies = ["PasswordForgot", "EmailResend"];

    public static async Task RunAsync(int samples)
    {
        using var folder = TemporaryFolder.Create("secureauth-bench-mails-");
        await using var stores = await Stores.StartAsync();
        var deployment = await stores.DeployAsync(
            "secrecy",
            [
                ("ASPNETCORE_ENVIRONMENT", "Testing"),
                ("DOTNET_ENVIRONMENT", "Testing"),

                // With the lowest work factor, which only this environment allows, the hash does not hide the rest.
                ("Passwords__BcryptWorkFactor", "4"),
                ("Email__PickupDirectory", folder.Path),
                ("Accounts__EmailVerification", "Required"),
                .. Policies.Select(policy => ($"RateLimits__{policy}__Permits", "1000000")),
            ]);
        await using var api = await deployment.StartApiAsync("SecureAuth");
        await using var database = NpgsqlDataSource.Create(deployment.Owner);
        await api.RegisterAsync();
        var number = samples.ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync(database, Seed.Replace("$1", number, StringComparison.Ordinal));
        var session = await api.SignInAsync("user1");

        var stolen = StolenTime.Begin();
        var results = new List<Result>
        {
            await MeasureAsync("forgotten password", email => PostAsync("auth/password/forgot", new { email })),
            await MeasureAsync("another mail to verify", email => PostAsync("auth/email/resend", new { email })),
            await MeasureAsync(
                "link to verify an unverified address",
                email => PostAsync("auth/email/resend", new { email }),
                known: "unverified"),
            await MeasureAsync(
                "registration (bcrypt work factor 4)",
                email => PostAsync("auth/register", new { email, password = Target.Password })),
            await MeasureAsync("change of the address", email => ChangeAsync(email)),
        };
        await Report.WriteAsync(
            "secrecy",
            new { Cores = Environment.ProcessorCount, Samples = samples, StolenPercent = stolen.Percent(), Results = results },
            [
                Report.Row("ms", "known address", "unknown address", "ratio", "right guesses", $"50 % ± {MaxAdvantage:P0}"),
                Report.Separator(6),
                .. results.Select(result => result.Row()),
            ]);

        async Task<Result> MeasureAsync(string name, Func<string, Task<double>> call, string known = "user")
        {
            await Console.Error.WriteLineAsync(name);
            List<double> taken = [], free = [];
            var order = Enumerable.Range(0, 2 * (samples + WarmUp)).Select(i => i % 2 == 0).ToArray();
            RandomNumberGenerator.Shuffle(order.AsSpan());
            for (var i = 0; i < order.Length; i++)
            {
                var text = i.ToString(CultureInfo.InvariantCulture);
                var milliseconds = order[i]
                    ? await call($"{known}{2 + RandomNumberGenerator.GetInt32(samples)}@example.com")
                    : await call($"{name[..3]}{text}@example.org");
                if (i >= 2 * WarmUp)
                {
                    (order[i] ? taken : free).Add(milliseconds);
                }
            }

            return Result.Of(name, taken, free);
        }

        async Task<double> ChangeAsync(string email)
        {
            // A user may ask for a change five times an hour, and the measured part is the request alone.
            await ExecuteAsync(database, "DELETE FROM one_time_tokens");
            return await PostAsync("users/me/email", new { new_email = email }, session.Access);
        }

        async Task<double> PostAsync(string path, object body, string? access = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + path)
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Authorization = access is null ? null : new AuthenticationHeaderValue("Bearer", access);
            await request.Content.LoadIntoBufferAsync();
            var watch = Stopwatch.StartNew();
            using var response = await api.Http.SendAsync(request);
            var milliseconds = watch.Elapsed.TotalMilliseconds;

            // The access token of the changes is fresh for five minutes.
            if (response.StatusCode == HttpStatusCode.Forbidden)
            {
                session = await api.SignInAsync("user1");
                return await PostAsync(path, body, session.Access);
            }

            return response.StatusCode == HttpStatusCode.Accepted
                ? milliseconds
                : throw new InvalidOperationException(
                    $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="Name">The call.</param>
    /// <param name="Known">The median with known addresses.</param>
    /// <param name="Unknown">The median with unknown addresses.</param>
    /// <param name="RightGuesses">
    /// How often the slower of two responses is the one about a known address, or the faster one, whichever is more frequent. It
    /// is what an attacker who knows nothing else gets from one pair of calls.
    /// </param>
    /// <param name="KnownDeciles">The fastest call, the deciles and the slowest call.</param>
    /// <param name="UnknownDeciles">The same.</param>
    private sealed record Result(
        string Name,
        double Known,
        double Unknown,
        double RightGuesses,
        IReadOnlyList<double> KnownDeciles,
        IReadOnlyList<double> UnknownDeciles)
    {
        public static Result Of(string name, List<double> known, List<double> unknown)
        {
            var slower = known.Sum(k => unknown.Sum(u => k > u ? 1.0 : k < u ? 0 : 0.5)) / known.Count / unknown.Count;
            return new Result(
                name, Medians.Of(known), Medians.Of(unknown), Math.Round(Math.Max(slower, 1 - slower), 3), Deciles(known),
                Deciles(unknown));
        }

        public string Row() => Report.Row(
            Name, $"{Known:F2}", $"{Unknown:F2}", $"{Known / Unknown:F3}", $"{RightGuesses:P1}",
            Report.Verdict(RightGuesses <= 0.5 + MaxAdvantage));

        private static double[] Deciles(List<double> values)
        {
            double[] sorted = [.. values.Order().Select(ms => Math.Round(ms, 3))];
            return [.. Enumerable.Range(0, 11).Select(tenth => sorted[Math.Min(sorted.Length - 1, sorted.Length * tenth / 10)])];
        }
    }
}
