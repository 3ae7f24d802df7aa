using System.Collections;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Removes the path from the scope that ASP.NET Core opens for each request, because a client may have put a token in it by
/// mistake. The id of the request stays.
/// </summary>
internal sealed class RequestScopes : IExternalScopeProvider
{
    public const string RequestIdKey = "RequestId";

    private const string PathKey = "RequestPath";

    private readonly LoggerExternalScopeProvider _scopes = new();

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => _scopes.ForEachScope(callback, state);

    public IDisposable Push(object? state) => _scopes.Push(
        state is IReadOnlyList<KeyValuePair<string, object?>> values && values.Any(value => value.Key == PathKey)
            ? new RequestScope(values.FirstOrDefault(value => value.Key == RequestIdKey))
            : state);

    private sealed class RequestScope(KeyValuePair<string, object?> id) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] =>
            index == 0 ? id : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return id;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"{id.Key}:{id.Value}";
    }
}
