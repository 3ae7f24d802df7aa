using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Bodies;

/// <summary>
/// The parameters of a form as OAuth defines them (RFC 6749, section 3.2): none may come twice, an empty one counts as missing,
/// and unknown ones are ignored.
/// </summary>
internal sealed partial class FormParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private FormParameters()
    {
    }

    /// <summary>The reasons why the form must not be used.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>The value of a parameter, or null if it is missing or empty.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Reads the form of a request once, up to the maximum length of a body.</summary>
    public static async Task<FormParameters> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<FormParameters>() is { } read)
        {
            return read;
        }

        var form = Parse(await RequestBodyMiddleware.PeekAsync(context));
        context.Features.Set(form);
        return form;
    }

    public static FormParameters Parse(ReadOnlySpan<byte> body)
    {
        var form = new FormParameters();
        foreach (var range in body.Split((byte)'&'))
        {
            var parameter = body[range];
            if (!parameter.IsEmpty)
            {
                form.Add(parameter);
            }
        }

        return form;
    }

    /// <summary>Decodes a form-urlencoded text.</summary>
    /// <returns>Null if it is not one, or not UTF-8.</returns>
    public static string? Decode(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var value = encoded[i];
            if (value == '%')
            {
                if (i + 2 >= encoded.Length || !IsHex(encoded[i + 1]) || !IsHex(encoded[i + 2]))
                {
                    return null;
                }

                value = (byte)((ToNumber(encoded[i + 1]) << 4) | ToNumber(encoded[i + 2]));
                i += 2;
            }
            else if (value == '+')
            {
                value = (byte)' ';
            }

            decoded[length++] = value;
        }

        return Utf8.IsValid(decoded.AsSpan(0, length)) ? Encoding.UTF8.GetString(decoded, 0, length) : null;
    }

    private void Add(ReadOnlySpan<byte> parameter)
    {
        var separator = parameter.IndexOf((byte)'=');
        var name = Decode(separator < 0 ? parameter : parameter[..separator]);
        var value = Decode(separator < 0 ? [] : parameter[(separator + 1)..]);
        if (name is null || value is null)
        {
            Errors.Add(JsonErrors.Body, JsonErrors.Malformed);
        }
        else if (!_values.TryAdd(name, value))
        {
            // The name comes from the client, so it is echoed only if it looks like one of this API.
            Errors.Add(PlainName().IsMatch(name) ? name : JsonErrors.Body, JsonErrors.NotAcceptable);
        }
    }

    private static bool IsHex(byte digit) => char.IsAsciiHexDigit((char)digit);

    private static int ToNumber(byte digit) => digit <= '9' ? digit - '0' : (digit & 0xDF) - 'A' + 10;

    [GeneratedRegex(@"^[a-z_]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlainName();
}
