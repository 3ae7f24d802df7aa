using System.Buffers;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace SecureAuth.Hashing;

/// <summary>A password as bytes, if bcrypt reads all of it and every implementation reads the same.</summary>
internal static class PasswordBytes
{
    private const string TooLong = "The password is longer than 72 bytes, and bcrypt would ignore the rest.";
    private const string HasZero = "The password contains a zero byte, where other implementations of bcrypt end it.";
    private const string NotText = "The password contains a lone surrogate, which has no UTF-8 form.";

    /// <summary>A copy of the password in UTF-8, or null and the reason for the refusal.</summary>
    public static byte[]? Of(string password, out string problem)
    {
        Span<byte> buffer = stackalloc byte[BcryptInput.MaximumPasswordLength];
        var status = Utf8.FromUtf16(password, buffer, out _, out var length, replaceInvalidSequences: false);
        try
        {
            if (status == OperationStatus.Done)
            {
                return Of(buffer[..length], out problem);
            }

            // A replacement character would make different passwords equal.
            problem = status == OperationStatus.DestinationTooSmall ? TooLong : NotText;
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <inheritdoc cref="Of(string, out string)"/>
    public static byte[]? Of(ReadOnlySpan<byte> password, out string problem)
    {
        problem = password.Length > BcryptInput.MaximumPasswordLength ? TooLong : password.Contains((byte)0) ? HasZero : "";
        return problem.Length == 0 ? password.ToArray() : null;
    }
}
