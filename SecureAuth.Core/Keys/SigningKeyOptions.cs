using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Keys;

/// <summary>When the API replaces its signing key.</summary>
public sealed class SigningKeyOptions
{
    public const string Section = "Keys:Signing";

    /// <summary>How long a key signs before the next one takes its place.</summary>
    public TimeSpan RotationInterval { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long the next key is published before it signs.</summary>
    public TimeSpan AnnounceBefore { get; set; } = TimeSpan.FromDays(14);

    internal sealed class Validator : IValidateOptions<SigningKeyOptions>
    {
        private static readonly TimeSpan MinInterval = TimeSpan.FromHours(1);
        private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(3650);

        /// <summary>
        /// The database allows no more, so that nobody blocks the rotation by a key that signs in a hundred years.
        /// </summary>
        private static readonly TimeSpan MaxAnnouncement = TimeSpan.FromDays(90);

        public ValidateOptionsResult Validate(string? name, SigningKeyOptions options) => new SettingProblems("Keys__Signing")
            .Require(
                options.RotationInterval >= MinInterval && options.RotationInterval <= MaxInterval,
                nameof(RotationInterval), options.RotationInterval, "01:00:00 to 3650.00:00:00")
            .Require(
                options.AnnounceBefore >= SigningKeyTimes.MinAnnouncement && options.AnnounceBefore <= MaxAnnouncement
                && options.AnnounceBefore < options.RotationInterval,
                nameof(AnnounceBefore), options.AnnounceBefore,
                "00:10:00 to 90.00:00:00, and less than Keys__Signing__RotationInterval")
            .ToResult();
    }
}
