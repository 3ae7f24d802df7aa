using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Passwords.Breaches;

/// <summary>
/// Asks a range service, which learns the first five digits of the hash and answers with all hashes that begin with them. The
/// answer is padded, so that its length does not tell the range to somebody who only sees the traffic.
/// </summary>
/// <remarks>
/// The address of the request contains these digits, and they must be in no trace next to the user. Therefore the handler makes
/// no spans, and no client factory logs the addresses.
/// </remarks>
internal sealed class BreachRange : IBreachCorpus, IDisposable
{
    private const int PrefixLength = 5;

    private const string WarmUpPrefix = "00000";

    /// <summary>A range has some 40 KB. A longer answer is not from such a service.</summary>
    private const int MaxAnswer = 1 << 20;

    /// <summary>A question that stops waiting leaves the connection that it has begun to the next one.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WarmUpTimeout = TimeSpan.FromSeconds(1);

    private readonly Uri _address;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _http;

    public BreachRange(IOptions<BreachOptions> options)
    {
        _address = options.Value.RangeUrl!;
        _timeout = options.Value.Timeout;
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = ConnectTimeout,
            UseCookies = false,
        };
        _http = new HttpClient(handler) { MaxResponseContentBufferSize = MaxAnswer, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("Add-Padding", "true");
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("SecureAuth");
    }

    public async Task<bool?> ContainsAsync(string hash, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_timeout);
        try
        {
            var range = await _http.GetByteArrayAsync(AddressOf(hash[..PrefixLength]), patience.Token);
            return Contains(Encoding.ASCII.GetString(range), hash.AsSpan(PrefixLength));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// Connects and compiles. Otherwise the first passwords after each start would exceed the time limit, and be accepted
    /// unchecked.
    /// </summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(WarmUpTimeout);
        Contains(Encoding.ASCII.GetString(await _http.GetByteArrayAsync(AddressOf(WarmUpPrefix), patience.Token)), "0");
    }

    public void Dispose() => _http.Dispose();

    private Uri AddressOf(string prefix) => new(_address.AbsoluteUri.TrimEnd('/') + "/" + prefix);

    /// <summary>A line is the rest of a hash, a colon, and how often it was seen. Padding has been seen 0 times.</summary>
    internal static bool Contains(ReadOnlySpan<char> range, ReadOnlySpan<char> rest)
    {
        foreach (var line in range.EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].Equals(rest, StringComparison.OrdinalIgnoreCase))
            {
                return long.TryParse(line[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                    && times > 0;
            }
        }

        return false;
    }
}
