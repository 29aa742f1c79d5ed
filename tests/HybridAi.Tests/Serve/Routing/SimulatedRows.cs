using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Routing;

/// <summary>Reviewed rows with invented answers: a cheap tier whose confidence means something, and a reference.</summary>
internal static class SimulatedRows
{
    public const decimal ReferenceCost = 0.002m;

    public static readonly string[] Labels = ["bill", "login", "parcel"];

    /// <summary>
    /// Rows where a share is easy. On easy rows the cheap tier is sure and nearly always right with the reference; on hard ones it is unsure
    /// and mostly wrong.
    /// </summary>
    public static RouteRow Row(Random random, string id, double easy = 0.7, double reference = 0.93, decimal? cheapCost = 0, decimal? referenceCost = ReferenceCost)
    {
        var gold = Labels[random.Next(3)];
        var isEasy = random.NextDouble() < easy;
        var cheapRight = random.NextDouble() < (isEasy ? 0.997 : 0.4);
        var confidence = isEasy ? 0.8 + (0.2 * random.NextDouble()) : 0.3 + (0.4 * random.NextDouble());
        var referenceRight = isEasy ? random.NextDouble() < 0.998 : random.NextDouble() < reference;
        return new(id, id, gold, [
            new(cheapRight ? gold : Other(random, gold), confidence, cheapCost),
            new(referenceRight ? gold : Other(random, gold), 0.9, referenceCost),
        ]);
    }

    public static RouteRows Rows(int calibration, int test, int seed, Func<Random, string, RouteRow>? row = null)
    {
        var random = new Random(seed);
        row ??= (chance, id) => Row(chance, id);
        return new(
            ["classical", "large-llm"], 1, Labels,
            [.. Enumerable.Range(0, calibration).Select(i => row(random, $"c{i}"))],
            [.. Enumerable.Range(0, test).Select(i => row(random, $"t{i}"))]);
    }

    /// <summary>Rows with a small model between the two that is nearly always right.</summary>
    public static RouteRows OfThree(int calibration, int test, int seed)
    {
        var random = new Random(seed);
        return new(
            ["classical", "small-llm", "large-llm"], 2, Labels, [.. Enumerable.Range(0, calibration).Select(i => Three($"c{i}"))],
            [.. Enumerable.Range(0, test).Select(i => Three($"t{i}"))]);

        RouteRow Three(string id)
        {
            var two = Row(random, id);
            var small = random.NextDouble() < 0.97 ? two.Gold : Other(random, two.Gold);
            return two with { Answers = [two.Answers[0], new(small, small == two.Gold ? 0.9 : 0.5, 0.0001m), two.Answers[1]] };
        }
    }

    public static string Other(Random random, string gold) => Labels.Where(label => label != gold).ElementAt(random.Next(2));
}
