using SecureAuth.Core.Audit.Sealing;

namespace SecureAuth.UnitTests.Audit;

public sealed class CanonicalFormTests
{
    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_digest() => Assert.NotEqual(
        new CanonicalForm().Field("ab").Field("c").Digest(), new CanonicalForm().Field("a").Field("bc").Digest());

    [Fact]
    public void Nothing_differs_from_an_empty_text() => Assert.NotEqual(
        new CanonicalForm().Field((string?)null).Field("").Digest(), new CanonicalForm().Field("").Field((string?)null).Digest());

    /// <summary>The stored seals depend on it.</summary>
    [Fact]
    public void The_form_never_changes()
    {
        var form = new CanonicalForm().Number(1).Number(2L).Field("é").Field((Guid?)null)
            .Field(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")).Fixed([0xFF])
            .Time(DateTimeOffset.UnixEpoch.AddMicroseconds(3));

        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromHexString(
                "00000001" + "0000000000000002" + "0100000002c3a9" + "00"
                + "010000001000112233445566778899aabbccddeeff" + "ff" + "0000000000000003"))),
            Convert.ToHexStringLower(form.Digest()));
    }
}
