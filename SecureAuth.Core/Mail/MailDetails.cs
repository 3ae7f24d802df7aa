using System.Text.Json;
using System.Text.Json.Serialization;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>
/// The values of a notice that only its cause knows, as they are stored until the mail has been purged. None of them is text that
/// a client has chosen: whoever guesses at a password could otherwise write to its owner.
/// </summary>
public sealed record MailDetails : Confidential
{
    public MailChange? Change { get; init; }

    /// <summary>The address of the client that caused the notice, or null if an operator did.</summary>
    public string? Address { get; init; }

    public bool ByOperator { get; init; }

    /// <summary>The configured address that the request chose for its link, or null for the default.</summary>
    public string? LinkBase { get; init; }

    /// <summary>The <see cref="MailedCode"/> that the mail carries instead of a link.</summary>
    public Guid? CodeId { get; init; }

    /// <summary>How long an account is locked.</summary>
    public int? Minutes { get; init; }

    /// <summary>Whether the lock is that of a known device.</summary>
    public bool KnownDevice { get; init; }

    public static MailDetails Of(Actor actor, MailChange? change = null)
    {
        ArgumentNullException.ThrowIfNull(actor);

        return new MailDetails
        {
            Change = change,
            Address = actor.Address?.ToString(),
            ByOperator = actor.Kind == ActorKind.Operator,
        };
    }

    public static MailDetails Parse(string json) => JsonSerializer.Deserialize(json, MailJson.Default.MailDetails)!;

    public string ToJson() => JsonSerializer.Serialize(this, MailJson.Default.MailDetails);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(MailDetails))]
internal sealed partial class MailJson : JsonSerializerContext;
