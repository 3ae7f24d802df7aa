using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace SecureAuth.Client.AspNetCore;

/// <summary>Puts the check behind JwtBearer, after the application has configured it.</summary>
internal sealed class RevocationBearerOptions(string scheme, RevocationCheck check) : IPostConfigureOptions<JwtBearerOptions>
{
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (name != scheme)
        {
            return;
        }

        options.Events = new RevocationEvents(check, options.Events, options.EventsType);

        // The handler prefers the type to the instance, and the instance asks the type now.
        options.EventsType = null;
    }
}
