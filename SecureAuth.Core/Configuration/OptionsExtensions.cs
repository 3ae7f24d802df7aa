using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

/// <summary>For rules about two sections: each is validated by a validator of its own, and reported by that alone.</summary>
public static class OptionsExtensions
{
    /// <param name="options">The other section.</param>
    /// <param name="read">What to read from it.</param>
    /// <param name="otherwise">The result if it is not valid.</param>
    public static TResult ReadIfValid<TOptions, TResult>(
        this IOptions<TOptions> options, Func<TOptions, TResult> read, TResult otherwise)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(read);

        try
        {
            return read(options.Value);
        }
        catch (OptionsValidationException)
        {
            return otherwise;
        }
    }
}
