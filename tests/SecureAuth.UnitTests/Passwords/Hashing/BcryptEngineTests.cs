using System.Security.Cryptography;
using System.Text;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Hashing;

namespace SecureAuth.UnitTests.Passwords.Hashing;

public class BcryptEngineTests
{
    [Fact]
    public void Both_engines_pass_the_self_test()
    {
        new BcryptLanesEngine().SelfTest();
        new BcryptNetEngine().SelfTest();
    }

    [Fact]
    public void Both_engines_give_the_same_digests()
    {
        var lanes = new BcryptLanesEngine();
        for (var round = 0; round < 100; round++)
        {
            var length = RandomNumberGenerator.GetInt32(0, 81);
            var text = RandomNumberGenerator.GetString("aZ09 ~\u0001\u00a3\u00ff\u0411\u20ac", length);
            var salt = BcryptBase64.NewSalt();
            BcryptInput[] inputs = [NewInput(), NewInput()];

            lanes.Digest([inputs[0]]);
            new BcryptNetEngine().Digest([inputs[1]]);

            Assert.Equal(inputs[0].Digest.ToArray(), inputs[1].Digest.ToArray());

            BcryptInput NewInput() => new(Encoding.UTF8.GetBytes(text), salt, workFactor: 4, leastWorkFactor: 4 + (round % 2));
        }
    }
}
