using System.Net;
using System.Security.Cryptography;
using System.Text;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passwords;

public sealed class BreachedPasswordTests(TestSystem system) : IAsyncLifetime
{
    private RangeService _service = null!;

    public async ValueTask InitializeAsync() => _service = await RangeService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_password_from_a_breach_is_refused_and_the_service_learns_five_digits_of_its_hash()
    {
        // How long the service may take is not the question here, and the machine may be busy.
        await using var api = await system.StartApiAsync(
            ("Passwords__Breaches__RangeUrl", _service.Address), ("Passwords__Breaches__Timeout", "00:00:05"));
        var user = NewUser.Create();
        _service.Breached.Add(HashOf(user.Password));
        _service.ContentType = "text/plain; charset=unheard-of";

        var refused = await new TestClient(api).RegisterAsync(user);
        Problems.Is("weak_password", refused);
        Assert.Equal(["breached"], refused.ErrorsOf("password"));
        Assert.Equal($"/range/{HashOf(user.Password)[..5]} true", Assert.Single(_service.Requests));

        var other = await SignedInUser.CreateAsync(new TestClient(api));
        var change = await other.Client.ChangePasswordAsync(other.AccessToken, other.Account.Password, user.Password);
        Problems.Is("weak_password", change);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(301)]
    public async Task A_service_that_does_not_answer_keeps_nobody_from_registering(int status)
    {
        await using var api = await system.StartApiAsync(("Passwords__Breaches__RangeUrl", _service.Address));
        _service.Status = status;

        Assert.Equal(HttpStatusCode.Created, (await new TestClient(api).RegisterAsync(NewUser.Create())).Status);

        // A redirect is not followed: nobody but the configured service gets the digits.
        Assert.StartsWith("/range/", Assert.Single(_service.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_file_needs_no_service()
    {
        var user = NewUser.Create();
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, HashOf(user.Password)[..16] + "\n", TestContext.Current.CancellationToken);
        await using (var api = await system.StartApiAsync(("Passwords__Breaches__File", path)))
        {
            var client = new TestClient(api);
            Assert.Equal(["breached"], (await client.RegisterAsync(user)).ErrorsOf("password"));
            Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(NewUser.Create())).Status);
        }

        File.Delete(path);
    }

#pragma warning disable CA5350 // The collections use this hash.
    private static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
}
