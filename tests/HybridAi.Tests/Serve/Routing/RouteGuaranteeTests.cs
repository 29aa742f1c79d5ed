using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Routing;

public class RouteGuaranteeTests
{
    private const double Margin = 0.03;

    /// <summary>
    /// The whole way, learning included, where nothing is to be had: the cheap tier says what the reference says and slips now and then, so whatever it answers
    /// instead of the reference costs right answers, and a route that uses it for more than about two thirds of all inputs is below its floor.
    /// </summary>
    [Theory, InlineData(Showing.CrossFitted, 160), InlineData(Showing.HeldOut, 320)]
    public void In_two_thousand_draws_a_certified_route_is_below_its_floor_in_at_most_one_of_twenty(Showing showing, int count)
    {
        const int Draws = 2_000;
        var fresh = Rows(3_000, seed: 1_000_000);
        var cancellation = TestContext.Current.CancellationToken;

        var ends = Enumerable.Range(0, Draws).AsParallel().Select(seed =>
        {
            var choice = RouteSearch.Choose(
                new(["classical", "large-llm"], 1, SimulatedRows.Labels, Rows(count, seed), []), new(Margin, Seed: seed, Showing: showing), cancellation: cancellation);
            var certified = choice.Evidence.Certificate.State == CertificateState.Certified;
            return (Certified: certified, Below: certified && Difference(choice, fresh) < -Margin);
        }).ToList();

        var below = ends.Count(end => end.Below);
        TestContext.Current.TestOutputHelper!.WriteLine($"{showing}: {ends.Count(end => end.Certified)} of {Draws} certified, {below} of them below the floor");
        ends.ShouldContain(end => end.Certified);
        below.ShouldBeLessThanOrEqualTo(Draws / 20);
    }

    // On so many fresh rows that chance plays hardly a part.
    private static double Difference(RouteChoice choice, List<RouteRow> fresh) => fresh.Average(row =>
    {
        var walk = PolicyWalk.Along(choice.Policy.Main, choice.Tiers.Count, tier => Reply(row.Answers[choice.Tiers[tier]]), _ => 0);
        return (SimulatedRows.Labels[walk.Belief.Label] == row.Gold ? 1.0 : 0) - (row.Answers[1].Label == row.Gold ? 1 : 0);
    });

    private static TierReply Reply(TierAnswer answer) => new(Array.IndexOf(SimulatedRows.Labels, answer.Label), answer.Confidence ?? double.NaN);

    private static List<RouteRow> Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var gold = SimulatedRows.Labels[random.Next(3)];
            var reference = random.NextDouble() < 0.95 ? gold : SimulatedRows.Other(random, gold);
            var cheap = random.NextDouble() < 0.952 ? reference : SimulatedRows.Other(random, reference);
            return new RouteRow($"{seed}-{i}", $"{seed}-{i}", gold, [new(cheap, random.NextDouble(), 0), new(reference, random.NextDouble(), 0.01m)]);
        })];
    }
}
