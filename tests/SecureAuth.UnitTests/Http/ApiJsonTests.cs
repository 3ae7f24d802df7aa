using SecureAuth.Api;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.SecondFactor;
using SecureAuth.Api.Tokens;
using SecureAuth.Api.WellKnown;

namespace SecureAuth.UnitTests.Http;

public sealed class ApiJsonTests
{
    public static TheoryData<Type> Bodies =>
        [typeof(TokenPair), typeof(TotpSetUp), typeof(PublicKeySet), typeof(DiscoveryDocument), typeof(ProblemDocument),
            .. typeof(ApiJson).Assembly.GetTypes().Where(type =>
            type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("Response", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_serializer_needs_no_reflection_for_any_body(Type body) =>
        Assert.NotNull(ApiJson.Default.GetTypeInfo(body));
}
