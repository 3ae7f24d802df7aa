using System.Reflection;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.WellKnown;

namespace SecureAuth.UnitTests.Telemetry;

/// <summary>
/// A record easily ends up in a log through an interpolated string, so no record of the API prints its content.
/// </summary>
public sealed class ConfidentialTests
{
    private const string Marker = "marker-7f3a";

    /// <summary>Public data.</summary>
    private static readonly Type[] Public =
        [typeof(PublicKey), typeof(PublicKeySet), typeof(DiscoveryDocument), typeof(ProblemDocument)];

    /// <summary>The product's records, without generic ones, which print what their argument prints.</summary>
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

    /// <summary>The compiler generates this method for records only.</summary>
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
