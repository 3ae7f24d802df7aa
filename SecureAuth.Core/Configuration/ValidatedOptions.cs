using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration;

public static class ValidatedOptions
{
    /// <summary>
    /// Binds a section and validates it at start. A value that cannot be parsed, such as a lifetime of <c>soon</c>, results in
    /// the same kind of one-line message as a value that is out of range.
    /// </summary>
    public static IServiceCollection AddValidatedOptions<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton(new BoundSection(section, typeof(TOptions)));
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => Bind(options, configuration.GetSection(section)))
            .ValidateOnStart();
        return services;
    }

    internal static void Bind<TOptions>(TOptions options, IConfigurationSection section)
        where TOptions : class
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException error)
        {
            throw new OptionsValidationException(section.Key, typeof(TOptions), [UnreadableSetting.Describe(error.Message)]);
        }
    }
}
