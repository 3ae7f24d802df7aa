using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Keys;

namespace SecureAuth.UnitTests.Keys;

internal static class TestMasterKeys
{
    public static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The master keys, newest first.</summary>
    public static MasterKeys Of(params string[] keys) => new(Options.Create(new MasterKeyOptions { Master = keys }));
}
