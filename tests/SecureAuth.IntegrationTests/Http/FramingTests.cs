using System.Text;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

/// <summary>Invalid framing is the client's fault and never a server error.</summary>
public sealed class FramingTests(TestSystem system)
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n";

    private static int _ids;

    private static readonly int[] Refusals = [400, 408, 413, 414, 431];

    /// <summary>Two operations with a body, two without, and one with a form.</summary>
    private static readonly string[] Calls =
    [
        "POST /api/v1/auth/logout", "POST /api/v1/auth/refresh", "DELETE /api/v1/users/me/sessions", "GET /api/v1/users/me",
        "POST /api/v1/oauth/introspect",
    ];

    /// <summary>Routing answers these without reading the body.</summary>
    private static readonly string[] CallsOfNothing = ["POST /api/v1/nothing", "PUT /api/v1/auth/login"];

    private static readonly string[] AllCalls = [.. Calls, .. CallsOfNothing];

    private readonly string _address = system.NewClient().Address;

    public static readonly TheoryData<string, string, string> Framings = new()
    {
        { "a chunk of 2 GiB", Chunked, "80000000\r\n{}\r\n0\r\n\r\n" },
        { "a chunk of almost 4 GiB", Chunked, "ffffffff\r\n{}\r\n0\r\n\r\n" },
        { "a chunk of almost 2^64", Chunked, "ffffffffffffffff\r\n{}\r\n0\r\n\r\n" },
        { "a chunk of more than 2^64", Chunked, "1ffffffffffffffff\r\n{}\r\n0\r\n\r\n" },
        { "a chunk whose size only overflows 32 bits", Chunked, "100000002\r\n{}\r\n0\r\n\r\n" },
        { "a chunk of 2 GiB after a good one", Chunked, "2\r\n{}\r\n80000000\r\n" },
        { "a negative chunk", Chunked, "-2\r\n{}\r\n0\r\n\r\n" },
        { "a signed chunk", Chunked, "+2\r\n{}\r\n0\r\n\r\n" },
        { "a chunk that is no number", Chunked, "xyz\r\n{}\r\n0\r\n\r\n" },
        { "a chunk in the notation of C", Chunked, "0x2\r\n{}\r\n0\r\n\r\n" },
        { "a chunk without a size", Chunked, "\r\n{}\r\n0\r\n\r\n" },
        { "a chunk with a space before its size", Chunked, " 2\r\n{}\r\n0\r\n\r\n" },
        { "a chunk that is longer than its size", Chunked, "2\r\n{}  \r\n0\r\n\r\n" },
        { "a chunk without its line's end", Chunked, "2\r\n{}0\r\n\r\n" },
        { "a size that ends in a bare line feed", Chunked, "2\n{}\r\n0\r\n\r\n" },
        { "a chunk that is shorter than its size", Chunked, "ff\r\n{}\r\n0\r\n\r\n" },
        { "a byte that is not UTF-8 in a trailer's value", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: \xFF\xFE\r\n\r\n" },
        { "a byte that is not UTF-8 in a trailer's name", Chunked, "2\r\n{}\r\n0\r\nX-\xFF: value\r\n\r\n" },
        { "a broken UTF-8 sequence in a trailer", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: \xC3\x28\r\n\r\n" },
        { "a null byte in a trailer", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: a\0b\r\n\r\n" },
        { "a trailer without a name", Chunked, "2\r\n{}\r\n0\r\n: value\r\n\r\n" },
        { "a trailer without a colon", Chunked, "2\r\n{}\r\n0\r\nnothing\r\n\r\n" },
        { "a trailer with a space in its name", Chunked, "2\r\n{}\r\n0\r\nX Trailer: value\r\n\r\n" },
        { "a trailer that is too long", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: " + new string('x', 20_000) + "\r\n\r\n" },
        { "too many trailers", Chunked, "2\r\n{}\r\n0\r\n" + Many("X-Trailer: x\r\n", 200) + "\r\n" },
        { "trailers that do not end", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: x\r\n" },
        { "a length that is no number", "Content-Length: two\r\n", "{}" },
        { "a negative length", "Content-Length: -2\r\n", "{}" },
        { "a length beyond 2^64", "Content-Length: 99999999999999999999\r\n", "{}" },
        { "a length in hexadecimal", "Content-Length: 0x2\r\n", "{}" },
        { "an empty length", "Content-Length: \r\n", "{}" },
        { "a list of lengths", "Content-Length: 2, 2\r\n", "{}" },
        { "two lengths that differ", "Content-Length: 2\r\nContent-Length: 3\r\n", "{}" },
        { "the same length twice", "Content-Length: 2\r\nContent-Length: 2\r\n", "{}" },
        { "an encoding that is not known", "Transfer-Encoding: gzip\r\n", "{}" },
        { "an encoding after chunked", "Transfer-Encoding: chunked, identity\r\n", "2\r\n{}\r\n0\r\n\r\n" },
        { "an encoding that only looks like chunked", "Transfer-Encoding: xchunked\r\n", "2\r\n{}\r\n0\r\n\r\n" },
    };

    /// <summary>Unusual but unambiguous framing, which is either read or refused.</summary>
    public static readonly TheoryData<string, string, string> DoubtfulFramings = new()
    {
        { "a length and chunks", "Content-Length: 2\r\n" + Chunked, "2\r\n{}\r\n0\r\n\r\n" },
        { "chunks and a length", Chunked + "Content-Length: 2\r\n", "2\r\n{}\r\n0\r\n\r\n" },
        { "chunked twice", Chunked + Chunked, "2\r\n{}\r\n0\r\n\r\n" },
        { "chunked twice in a list", "Transfer-Encoding: chunked, chunked\r\n", "2\r\n{}\r\n0\r\n\r\n" },
        { "an extension of a chunk", Chunked, "2;a=\"b\"\r\n{}\r\n0\r\n\r\n" },
        { "an extension that is not UTF-8", Chunked, "2;\xFF\xFE=\xFF\r\n{}\r\n0\r\n\r\n" },
        { "a signed length", "Content-Length: +2\r\n", "{}" },
        { "leading zeros", Chunked, "00000000000000000002\r\n{}\r\n0\r\n\r\n" },
        { "trailers", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: value\r\n\r\n" },
        { "UTF-8 in a trailer", Chunked, "2\r\n{}\r\n0\r\nX-Trailer: \xC3\xA4\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task Unreadable_requests_are_refused_and_log_no_error(string what, string header, string body)
    {
        foreach (var call in Calls)
        {
            var id = NewId();

            var (statuses, text) = await RawConnection.SendAsync(system.Api, Head(call, id, header) + body);

            Assert.True(statuses.Count > 0 && Refusals.Contains(statuses[0]), $"{call} with {what}: {text}");
            await IsNotAnErrorAsync(id);
        }
    }

    [Theory]
    [MemberData(nameof(DoubtfulFramings))]
    public async Task Unambiguous_framing_is_accepted_or_refused_and_logs_no_error(string what, string header, string body)
    {
        foreach (var call in Calls)
        {
            var id = NewId();

            var (statuses, text) = await RawConnection.SendAsync(system.Api, Head(call, id, header) + body);

            Assert.True(statuses.Count > 0 && statuses[0] < 500, $"{call} with {what}: {text}");
            await IsNotAnErrorAsync(id);
        }
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public async Task Unreadable_bodies_that_no_endpoint_reads_log_no_error(string what, string header, string body)
    {
        foreach (var call in CallsOfNothing)
        {
            var id = NewId();

            var (statuses, text) = await RawConnection.SendAsync(system.Api, Head(call, id, header) + body);

            Assert.True(statuses.Count > 0 && statuses[0] is >= 400 and < 500, $"{call} with {what}: {text}");
            await IsNotAnErrorAsync(id);
        }
    }

    /// <summary>Uses an instance whose log no other test writes to, because no response shows when a request has ended.</summary>
    [Fact]
    public async Task Unreadable_requests_of_clients_that_disconnect_log_no_error()
    {
        await using var api = await system.StartProcessAsync();
        foreach (var call in AllCalls)
        {
            foreach (var framing in Framings)
            {
                var (_, header, body) = framing.Data;
                await RawConnection.SendAndDisconnectAsync(api, Head(call, NewId(), header) + body);
            }
        }

        await api.StopAsync();

        Assert.Empty(api.Log.Errors);
    }

    [Fact]
    public async Task Refused_framing_is_answered_by_a_problem_document()
    {
        var (_, text) = await RawConnection.SendAsync(
            system.Api, Head(Calls[0], NewId(), Chunked) + "80000000\r\n{}\r\n0\r\n\r\n");

        Assert.Contains("application/problem+json", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"invalid_request\"", text, StringComparison.Ordinal);
        Assert.Contains("\"errors\":{\"body\":[\"malformed\"]}", text, StringComparison.Ordinal);
    }

    /// <summary>The seed is fixed, so that a failure is reproducible.</summary>
    [Fact]
    public async Task No_mutation_of_a_chunked_request_is_a_server_error()
    {
        const int Rounds = 3000;
        var dice = new Dice(20260131);
        var requests = Enumerable.Range(0, Rounds).Select(round => Mutated(dice, round)).ToList();
        var answered = 0;

        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, _) =>
        {
            var (statuses, text) = await RawConnection.SendAsync(system.Api, request);

            Assert.True(
                statuses.All(status => status is >= 200 and < 500),
                $"{JsonSerializer.Serialize(Encoding.Latin1.GetString(request))} is answered by {text}");
            Interlocked.Add(ref answered, statuses.Count > 0 ? 1 : 0);
        });

        Assert.Equal(Rounds, answered);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await system.NewClient().GetAsync("/alive")).Status);
        IsWithoutErrors("fuzzed-");
    }

    private static string NewId() => $"framing-{Interlocked.Increment(ref _ids):D8}";

    private static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private string Head(string call, string id, string header) =>
        $"{call} HTTP/1.1\r\nHost: auth.test\r\nX-Request-Id: {id}\r\nX-Forwarded-For: {_address}\r\n"
        + $"Content-Type: application/json\r\n{header}\r\n";

    /// <summary>Changes, removes, inserts or repeats some bytes anywhere after the request line.</summary>
    private byte[] Mutated(Dice dice, int round)
    {
        var head = Head(AllCalls[round % AllCalls.Length], $"fuzzed-{round:D8}", Chunked);
        var body = dice.Roll(3) switch
        {
            0 => "2\r\n{}\r\n0\r\n\r\n",
            1 => "1\r\n{\r\nA;x=y\r\n\"all\":true\r\n1\r\n}\r\n0\r\n\r\n",
            _ => "14\r\n{\"refresh_token\":\"x\"\r\n1\r\n}\r\n0\r\nX-Trailer: a\r\nX-Other: b\r\n\r\n",
        };
        var bytes = Encoding.ASCII.GetBytes(head + body).ToList();

        // Mostly in the body, because the parsing of headers is not under test.
        var from = dice.Roll(8) == 0 ? head.IndexOf('\n', StringComparison.Ordinal) + 1 : head.Length;
        for (var changes = 1 + dice.Roll(4); changes > 0; changes--)
        {
            var place = from + dice.Roll(bytes.Count - from);
            switch (dice.Roll(5))
            {
                case 0:
                    bytes[place] = (byte)dice.Roll(256);
                    break;
                case 1:
                    bytes.RemoveAt(place);
                    break;
                case 2:
                    bytes.Insert(place, (byte)dice.Roll(256));
                    break;
                case 3:
                    bytes.InsertRange(
                        place, Enumerable.Repeat((byte)"0123456789abcdefF\r\n;:"[dice.Roll(21)], 1 + dice.Roll(19)));
                    break;
                default:
                    bytes.InsertRange(place, bytes[place..Math.Min(bytes.Count, place + 1 + dice.Roll(11))]);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A failure is logged after its response, and the next request after both.</summary>
    private async Task IsNotAnErrorAsync(string id)
    {
        await system.NewClient().GetAsync("/alive");
        IsWithoutErrors(id);
    }

    private void IsWithoutErrors(string id) => Assert.DoesNotContain(
        system.Api.Log.Records,
        record => record.GetProperty("LogLevel").GetString() is "Error" or "Critical"
            && record.GetRawText().Contains(id, StringComparison.Ordinal));
}
