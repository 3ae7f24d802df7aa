using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using SecureAuth.AppHost.Local;
using SecureAuth.LocalServers;

namespace SecureAuth.Hosting;

/// <summary>The values of parameters. Generated ones are kept in a file that only the current user can read.</summary>
internal sealed class KeptValues(IConfiguration configuration)
{
    private readonly Lock _lock = new();
    private Dictionary<string, string> _values = [];
    private string? _file;

    public void Load(string file)
    {
        _file = file;
        if (File.Exists(file))
        {
            _values = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file)) ?? [];
        }
    }

    /// <summary>The kept value, or a new one.</summary>
    public string Get(string name, ParameterDefault generated)
    {
        lock (_lock)
        {
            if (!_values.TryGetValue(name, out var value))
            {
                _values[name] = value = generated.GetDefaultValue();
                if (_file is not null)
                {
                    PrivateFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(_values));
                }
            }

            return value;
        }
    }

    public string Configured(string name) => configuration[$"Parameters:{name}"] is { Length: > 0 } value
        ? value
        : throw new CannotStartException(
            $"The parameter {name} has no value.", $"Set the environment variable Parameters__{name}.");
}
