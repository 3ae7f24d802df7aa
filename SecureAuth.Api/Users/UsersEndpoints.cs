using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Users;

internal static class UsersEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/users").WithTags("The signed-in user").RequireAuthorization();

        group.MapGet("/me", MeAsync).WithName("getMe").WithSummary("Get the signed-in user");
    }

    private static async Task<Results<Ok<UserResponse>, ProblemResult>> MeAsync(
        ClaimsPrincipal user, AuthDbContext db, ClientDisconnect disconnected) =>
        await UserResponse.FindAsync(db, user.UserId(), disconnected.Token) is { } found
            ? TypedResults.Ok(found)
            : Problem.Of(ErrorCode.InvalidToken);
}
