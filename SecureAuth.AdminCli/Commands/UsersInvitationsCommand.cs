using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

/// <summary>
/// Lists the open invitations a page at a time, newest first. IDs are version 7, so this is the order of the IDs.
/// </summary>
internal sealed class UsersInvitationsCommand : OperatorCommand
{
    private static readonly Guid Newest = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private readonly Option<int> _limit = LimitOption.Create("invitations");

    private readonly Option<Guid?> _before = IdOption.Create("--before", "List only invitations before this ID", "id");

    public UsersInvitationsCommand()
        : base(
            "invitations",
            "Lists the invitations that have not been used, newest first, with the users who made them; operators have no ID",
            "secureauth users invitations --limit 20")
    {
        Add(_limit);
        Add(_before);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var limit = invocation.Parsed.GetValue(_limit);
        var before = invocation.Parsed.GetValue(_before) ?? Newest;
        var found = await invocation.Get<AuthDbContext>().Database.SqlQuery<Listed>(
            $"""
            -- list invitations
            SELECT i.id, i.email, r.name AS role, i.invited_by, i.created_at, i.expires_at
            FROM invitations i LEFT JOIN roles r ON r.id = i.role_id
            WHERE i.id < {before} AND i.expires_at > now()
            ORDER BY i.id DESC LIMIT {limit + 1}
            """).ToListAsync(cancellationToken);
        var page = new Page(found[..Math.Min(found.Count, limit)], found.Count > limit ? found[limit - 1].Id : null);

        invocation.Terminal.Result(page, Describe);
        if (page.NextBefore is { } next)
        {
            invocation.Terminal.Say($"There are more invitations; continue with --before {next}");
        }

        return ExitCode.Done;
    }

    private static TextTable Describe(Page page)
    {
        var table = TextTable.WithHeader(["E-mail", "Role"], "Expires", "Created", "Invited by", "ID");
        foreach (var invitation in page.Invitations)
        {
            table.Row(
                invitation.Email,
                invitation.Role,
                TextTable.Time(invitation.ExpiresAt),
                TextTable.Time(invitation.CreatedAt),
                invitation.InvitedBy?.ToString() ?? "an operator",
                invitation.Id.ToString());
        }

        return table;
    }

    private sealed record Listed(
        Guid Id, string Email, string? Role, Guid? InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

    private sealed record Page(IReadOnlyList<Listed> Invitations, Guid? NextBefore);
}
