using System.Security.Cryptography;
using SecureAuth.Core.Mail;

namespace SecureAuth.UnitTests.Mail;

public sealed class OneTimeTokenKeyTests
{
    private static readonly TokenSubject Subject = new(
        Guid.Parse("01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f"),
        OneTimeTokenPurpose.VerifyEmail,
        Guid.Parse("01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e"),
        "ADA@EXAMPLE.COM",
        "0123456789ABCDEF0123456789ABCDEF");

    private readonly OneTimeTokenKey _key = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void The_same_subject_has_the_same_token_with_256_bits()
    {
        Assert.Equal(_key.Derive(Subject), _key.Derive(Subject with { }));
        Assert.Matches("^saot_[A-Za-z0-9_-]{43}$", _key.Derive(Subject));
    }

    [Fact]
    public void A_token_depends_on_the_key_and_on_everything_that_it_is_bound_to()
    {
        string[] tokens =
        [
            _key.Derive(Subject),
            new OneTimeTokenKey(RandomNumberGenerator.GetBytes(32)).Derive(Subject),
            _key.Derive(Subject with { Id = Subject.UserId }),
            _key.Derive(Subject with { UserId = Subject.Id }),
            _key.Derive(Subject with { Purpose = OneTimeTokenPurpose.ResetPassword }),
            _key.Derive(Subject with { NormalizedEmail = "ADB@EXAMPLE.COM" }),
            _key.Derive(Subject with { SecurityStamp = "1123456789ABCDEF0123456789ABCDEF" }),
        ];

        Assert.Equal(tokens.Length, tokens.Distinct().Count());
    }

    [Fact]
    public void A_code_has_eight_digits_and_depends_on_the_key_the_request_and_everything_that_its_token_is_bound_to()
    {
        var subject = Subject with { CodeId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch) };
        string[] codes =
        [
            _key.DeriveCode(subject),
            new OneTimeTokenKey(RandomNumberGenerator.GetBytes(32)).DeriveCode(subject),
            _key.DeriveCode(subject with { CodeId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch) }),
            _key.DeriveCode(subject with { Id = Subject.UserId }),
            _key.DeriveCode(subject with { UserId = Subject.Id }),
            _key.DeriveCode(subject with { Purpose = OneTimeTokenPurpose.ResetPassword }),
            _key.DeriveCode(subject with { NormalizedEmail = "ADB@EXAMPLE.COM" }),
            _key.DeriveCode(subject with { SecurityStamp = "1123456789ABCDEF0123456789ABCDEF" }),
            _key.DeriveCode(subject with { Email = "ada@example.org" }),
        ];

        Assert.Equal(codes[0], _key.DeriveCode(subject with { }));
        Assert.All(codes, code => Assert.Matches("^[0-9]{8}$", code));
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.Equal(_key.Derive(Subject), _key.Derive(subject));
    }

    [Fact]
    public void Codes_are_spread_evenly()
    {
        var first = Enumerable.Range(0, 10_000)
            .Select(_ => _key.DeriveCode(Subject with { CodeId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch) })[0])
            .CountBy(digit => digit).ToDictionary();

        // A fair digit is this far off one time in a billion.
        Assert.All("0123456789", digit => Assert.InRange(first[digit], 800, 1200));
    }
}
