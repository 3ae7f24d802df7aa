using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

internal static class Refusals
{
    public static void IsRefused(this Answer answer, HttpStatusCode status, string code) =>
        Assert.True((answer.Status, answer.Code) == (status, code), $"Expected {(int)status} {code}, got {answer}");
}
