using System.Reflection;
using System.Runtime.CompilerServices;
using SecureAuth.Client.AspNetCore;

namespace SecureAuth.Client.Tests;

public sealed class MessagesTests
{
    [Fact]
    public void No_record_prints_its_members()
    {
        var printing = Records().Where(type => type.GetMethod(nameof(ToString), [])!
            .IsDefined(typeof(CompilerGeneratedAttribute)));

        // Their only members are hashes, ids and versions.
        string[] harmless = ["TokenHash", "GenuineToken", "Change"];
        Assert.Equal(harmless, printing.Select(type => type.Name).Distinct());
    }

    [Fact]
    public void Tokens_print_the_name_of_their_type()
    {
        var tokens = new TokenPair("access", TimeSpan.Zero, "refresh", TimeSpan.Zero, Guid.Empty);

        Assert.Equal("TokenPair", tokens.ToString());
        Assert.Equal("SignedIn", new SignInOutcome.SignedIn(tokens).ToString());
    }

    private static IEnumerable<Type> Records() => new[] { typeof(SecureAuthClient), typeof(IntrospectionCache) }
        .SelectMany(type => type.Assembly.GetTypes())
        .Where(type => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            is not null && !type.IsAbstract);
}
