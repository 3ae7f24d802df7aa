using System.Net;
using SecureAuth.IntegrationTests.Keys;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Keys change while users of two instances send two hundred requests a second.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class SigningKeyRaceTests(TestSystem system)
{
    private const int Rotations = 3;

    private static readonly TimeSpan RetirementTime = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Three_rotations_refuse_no_token_and_a_retired_key_is_refused_within_a_second()
    {
        await using var own = await OwnDatabase.CreateAsync(system);

        // This is about keys, so a busy machine is no outage.
        var patient = own.Settings.Patience;
        await using var first = await own.StartProcessAsync(patient);
        await using var second = await own.StartProcessAsync(patient);
        await using var load = await TokenLoad.StartAsync(first, second);
        for (var i = 0; i < Rotations; i++)
        {
            var next = (await own.Settings.KeysAsync("rotate")).GetProperty("kid").GetString()!;
            await own.Database.ActivateAnnouncedAsync();
            await load.HaveUsedAsync(next);
        }

        var keys = await own.Database.SigningKeysAsync();
        Assert.Equal(Rotations + 1, keys.Count);
        var retired = keys[^1].KeyId;
        var successor = (await own.Settings.KeysAsync("retire", retired, "--yes")).GetProperty("signing_kid").GetString()!;
        var retiredAt = (await own.Database.SigningKeysAsync()).Single(key => key.KeyId == retired).RetiresAt!.Value;
        await load.IsRefusedAsync(retired);
        await load.HaveUsedAsync(successor);
        await Task.Delay(2 * RetirementTime, TestContext.Current.CancellationToken);
        await load.IsRefusedAsync(retired);
        await load.StopAsync();

        var late = load.Uses.Where(use => use.Key == retired && use.SentAt > retiredAt + RetirementTime).ToList();
        Assert.All(late, use => Assert.Equal(HttpStatusCode.Unauthorized, use.Status));
        Assert.Equal(2, late.Select(use => use.Instance).Distinct().Count());
        var others = load.Uses.Where(use => use.Key != retired || use.SentAt < retiredAt - RetirementTime).ToList();
        Assert.All(others, use => Assert.Equal(HttpStatusCode.OK, use.Status));
        Assert.Equal(Rotations + 2, load.Uses.Select(use => use.Key).Distinct().Count());
        var accepted = load.Uses.Where(use => use.Key == retired && use.Status == HttpStatusCode.OK).Max(use => use.SentAt);
        TestContext.Current.SendDiagnosticMessage(
            $"{load.Uses.Count} requests; a token of the retired key was accepted until {accepted - retiredAt} after it.");
    }
}
