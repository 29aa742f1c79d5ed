using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

/// <summary>
/// A made-up log of a router between a cheap tier, which is right the more often the easier the request, and a dear one. The router asks the dear
/// one on the harder half; the target would on the hardest seven tenths.
/// </summary>
internal sealed record LoggedWorld(IReadOnlyList<LoggedOutcome> Correctness, IReadOnlyList<LoggedOutcome> Costs, double Accuracy, double CostUsd)
{
    public const double HighestCostUsd = 0.03;

    private static readonly HashSet<string> Cheap = ["cheap"];
    private static readonly HashSet<string> Both = ["cheap", "dear"];

    /// <summary>Draws one.</summary>
    /// <param name="random">Chance.</param>
    /// <param name="decisions">How many decisions.</param>
    /// <param name="audits">Share that is audited; all else goes unreviewed but for a tenth.</param>
    /// <param name="model">Turns the true chance of being right into what the model says.</param>
    /// <param name="mixed">Whether the target tosses a coin on the middle requests instead of asking the dear tier on all.</param>
    public static LoggedWorld Of(Random random, int decisions, double audits, Func<double, double>? model = null, bool mixed = false)
    {
        var (right, cost, correctness, costs) = (0.0, 0.0, new List<LoggedOutcome>(), new List<LoggedOutcome>());
        for (var i = 0; i < decisions; i++)
        {
            var ease = random.NextDouble();
            var cheapChance = 0.5 + 0.45 * ease;
            var cheap = new TierOutcome(0.001, random.NextDouble() < cheapChance);
            var dear = new TierOutcome(0.01 + 0.01 * random.NextDouble(), random.NextDouble() < 0.9);

            LoggedWay[] ways = [new(1 - audits, ease < 0.5 ? Both : Cheap, 0.1), new(audits, Both, 1)];
            var way = random.NextDouble() < audits ? ways[1] : ways[0];
            var known = random.NextDouble() < way.Known;
            var log = new LoggedDecision(ways, way.Tiers.ToDictionary(
                tier => tier, tier => (tier == "cheap" ? cheap : dear) is var asked && known ? asked : asked with { Right = null }));

            var dearShare = ease >= 0.7 ? 0 : mixed && ease > 0.3 ? 0.5 : 1;
            if (dearShare > 0) Take(new(dearShare, Both, "dear", Said(0.9), 0.016), cheap.CostUsd + dear.CostUsd, dear);
            if (dearShare < 1) Take(new(1 - dearShare, Cheap, "cheap", Said(cheapChance), 0.001), cheap.CostUsd, cheap);

            void Take(TargetAction action, double costUsd, TierOutcome answer)
            {
                right += action.Probability * (answer.Right == true ? 1 : 0);
                cost += action.Probability * costUsd;
                correctness.Add(log.Correctness(i, action));
                costs.Add(log.Cost(i, action));
            }
        }

        return new(correctness, costs, right / decisions, cost / decisions);

        double Said(double chance) => model is null ? chance : model(chance);
    }
}
