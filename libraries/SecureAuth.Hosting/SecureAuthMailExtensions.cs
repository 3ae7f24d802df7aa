using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>How SecureAuth sends mails. In a run without any of these, each mail becomes a file in the container.</summary>
public static class SecureAuthMailExtensions
{
    /// <summary>Hands mails to a mail server, over TLS.</summary>
    /// <param name="auth">The SecureAuth resource.</param>
    /// <param name="from">The sender, such as <c>Example &lt;no-reply@example.com&gt;</c>.</param>
    /// <param name="host">The name of the server.</param>
    /// <param name="port">On port 465, TLS begins with the connection. On other ports, STARTTLS is required.</param>
    /// <param name="user">The user name, if the server asks for one.</param>
    /// <param name="password">The password of the user, a secret parameter.</param>
    public static IResourceBuilder<SecureAuthResource> WithMail(
        this IResourceBuilder<SecureAuthResource> auth,
        string from,
        IResourceBuilder<ParameterResource> host,
        int port = 587,
        IResourceBuilder<ParameterResource>? user = null,
        IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(auth);
        ArgumentException.ThrowIfNullOrEmpty(from);
        ArgumentNullException.ThrowIfNull(host);

        if (password is { Resource.Secret: false })
        {
            throw new ArgumentException($"The parameter {password.Resource.Name} is not secret.", nameof(password));
        }

        if (user is null != password is null)
        {
            throw new ArgumentException("A user and a password belong together.", user is null ? nameof(user) : nameof(password));
        }

        auth.Resource.HasMail = true;
        return auth.WithEnvironment(context =>
        {
            var settings = context.EnvironmentVariables;
            settings["Email__From"] = from;
            settings["Email__Smtp__Host"] = host.Resource;
            settings["Email__Smtp__Port"] = port.ToString(CultureInfo.InvariantCulture);
            if (user is not null && password is not null)
            {
                settings["Email__Smtp__User"] = user.Resource;
                settings["Email__Smtp__Password"] = password.Resource;
            }
        });
    }

    /// <summary>
    /// Hands mails to a server of the application that shows them to developers, such as Mailpit, without TLS. Only in a run:
    /// mails contain tokens, which must not be sent unencrypted.
    /// </summary>
    /// <param name="auth">The SecureAuth resource.</param>
    /// <param name="from">The sender, such as <c>Example &lt;no-reply@example.com&gt;</c>.</param>
    /// <param name="server">The SMTP endpoint of the server.</param>
    public static IResourceBuilder<SecureAuthResource> WithMail(
        this IResourceBuilder<SecureAuthResource> auth, string from, EndpointReference server)
    {
        ArgumentNullException.ThrowIfNull(auth);
        ArgumentException.ThrowIfNullOrEmpty(from);
        ArgumentNullException.ThrowIfNull(server);

        if (auth.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return auth;
        }

        auth.Resource.HasMail = true;
        return auth.WithEnvironment(context =>
        {
            var settings = context.EnvironmentVariables;
            settings["Email__From"] = from;
            settings["Email__Smtp__Host"] = server.Property(EndpointProperty.Host);
            settings["Email__Smtp__Port"] = server.Property(EndpointProperty.Port);
            settings["Email__Smtp__UseTls"] = "false";
        });
    }
}
