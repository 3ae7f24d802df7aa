using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http;
using SecureAuth.Api.Tokens;

namespace SecureAuth.Api.Users;

internal static class UsersEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/users").WithTags("The signed-in user").RequireAuthorization();

        group.MapGet("/me", MeAsync).WithName("getMe").WithSummary("The signed-in user");
    }

    private static async Task<Results<Ok<UserResponse>, ProblemResult>> MeAsync(
        ClaimsPrincipal user, UserReader users, ClientHangUp hangUp) =>
        await users.FindAsync(user.UserId(), hangUp.Token) is { } found
            ? TypedResults.Ok(found)
            : Problem.Of(ErrorCode.InvalidToken);
}
