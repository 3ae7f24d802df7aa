using System.Reflection;
using SecureAuth.Api.Http;
using SecureAuth.Api.WellKnown;

namespace SecureAuth.UnitTests.Telemetry;

/// <summary>A record is one interpolated string away from a log: none of the API's may print what it holds.</summary>
public sealed class ConfidentialTests
{
    private const string Marker = "marker-7f3a";

    /// <summary>What anybody may read anyway.</summary>
    private static readonly Type[] Public =
        [typeof(PublicKey), typeof(PublicKeySet), typeof(DiscoveryDocument), typeof(ProblemDocument)];

    /// <summary>Ours, without the generic ones, which print what their argument prints.</summary>
    public static readonly TheoryData<string> Records =
    [
        .. typeof(ErrorCode).Assembly.GetTypes()
            .Where(type => type.FullName!.StartsWith("SecureAuth.", StringComparison.Ordinal))
            .Where(type => IsRecord(type) && !type.IsAbstract && !type.ContainsGenericParameters && !Public.Contains(type))
            .Select(type => type.FullName!),
    ];

    [Theory]
    [MemberData(nameof(Records))]
    public void No_record_prints_its_text(string name)
    {
        var record = Filled(typeof(ErrorCode).Assembly.GetType(name)!);

        Assert.DoesNotContain(Marker, record.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SecureAuth.Api.Tokens.RefreshRequest")]
    [InlineData("SecureAuth.Api.Tokens.LogoutRequest")]
    [InlineData("SecureAuth.Api.Tokens.TokenPair")]
    [InlineData("SecureAuth.Api.Users.UserResponse")]
    public void The_rule_covers_every_request_and_response(string name) =>
        Assert.Contains(Records, row => row.Data == name);

    /// <summary>The compiler gives every record, and nothing else, this method.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static object Filled(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length)!;
        var record = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(parameter.ParameterType))]);
        foreach (var property in type.GetProperties().Where(p => p.PropertyType == typeof(string) && p.CanWrite))
        {
            property.SetValue(record, Marker);
        }

        return record;
    }

    private static object? Value(Type type)
    {
        if (type == typeof(string))
        {
            return Marker;
        }

        if (type.IsAssignableFrom(typeof(string[])))
        {
            return new[] { Marker };
        }

        if (type.IsArray)
        {
            return Array.CreateInstance(type.GetElementType()!, 0);
        }

        if (IsRecord(type) && !type.IsAbstract)
        {
            return Filled(type);
        }

        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}
