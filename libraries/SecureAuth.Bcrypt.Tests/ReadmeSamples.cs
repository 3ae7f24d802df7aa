using System.Text;
using System.Threading.Channels;

namespace SecureAuth.Hashing.Tests;

/// <summary>The code of the README, which is thereby compiled.</summary>
internal static class ReadmeSamples
{
    public static (string Hash, bool IsRight) HashAndVerify()
    {
        string hash = Bcrypt.Hash("correct horse battery staple", workFactor: 12);
        bool isRight = Bcrypt.Verify("correct horse battery staple", hash);
        return (hash, isRight);
    }

    public static bool[] SeveralAtOnce()
    {
        string[] hashes = Bcrypt.HashMany(["first password", "second password", "third password"], workFactor: 12);
        bool[] answers = Bcrypt.VerifyMany([("first password", hashes[0]), ("a guess", hashes[1])]);
        return answers;
    }

    public static async Task<bool> SignInAsync(string password, string stored, Func<string, Task> saveAsync)
    {
        if (!Bcrypt.TryReadWorkFactor(stored, out int workFactor) || workFactor > 16 || !Bcrypt.Verify(password, stored))
        {
            return false;
        }

        if (workFactor < 12)
        {
            await saveAsync(Bcrypt.Hash(password, workFactor: 12));
        }

        return true;
    }

    public static async Task WorkAsync(ChannelReader<SignIn> waiting)
    {
        while (await waiting.WaitToReadAsync())
        {
            List<SignIn> batch = [];
            while (batch.Count < BcryptLanes.MaximumLanes && waiting.TryRead(out SignIn? next))
            {
                batch.Add(next);
            }

            bool[] answers = Bcrypt.VerifyMany([.. batch.Select(signIn => (signIn.Password, signIn.StoredHash))]);
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.SetResult(answers[i]);
            }
        }
    }

    public static string LowLevel()
    {
        var lanes = new BcryptLanes();
        var input = new BcryptInput("correct horse battery staple"u8.ToArray(), BcryptBase64.NewSalt(), workFactor: 12);
        lanes.Digest([input]);
        string text = $"$2b${input.WorkFactor:00}${input.Salt}{BcryptBase64.Encode(input.Digest)}";
        input.Wipe();
        return text;
    }

    public static bool VerifyFirst72Bytes(string password, string stored)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(password);
        bool isRight = Bcrypt.Verify(bytes.AsSpan(0, Math.Min(bytes.Length, BcryptInput.MaximumPasswordLength)), stored);
        return isRight;
    }

    internal sealed record SignIn(string Password, string StoredHash, TaskCompletionSource<bool> Answer);
}
