using HybridAi.Learning.Routing;
using HybridAi.Serve.Simulation;

namespace HybridAi.Tests.Serve.Simulation;

/// <summary>Texts of six topics, each said in many words, and a teacher who is right so often.</summary>
internal static class InventedStream
{
    private const int Topics = 6;
    private const int Words = 25;
    private const int ShotsPerTopic = 2;

    public static StreamRows Rows(int count = 600, double teacher = 0.9, int seed = 1, double outside = 0)
    {
        var random = new Random(seed);
        var gold = Enumerable.Range(0, count).Select(_ => random.Next(Topics)).ToArray();
        return new(
            [.. Enumerable.Range(0, Topics).Select(topic => $"topic {topic}")],
            [.. from topic in Enumerable.Range(0, Topics) from _ in Enumerable.Range(0, ShotsPerTopic) select new Shot(Text(random, topic), topic)],
            [.. gold.Select(topic => Text(random, topic))],
            [.. gold.Select(topic => random.NextDouble() < outside ? TierReply.NoLabel : random.NextDouble() < teacher ? topic : (topic + 1 + random.Next(Topics - 1)) % Topics)],
            gold, 0.01m, 0);
    }

    public static StreamRun Play(StreamRows rows, IStreamRule rule, int seed = 1) => StreamRun.Play(rows, rule, seed, 50, TestContext.Current.CancellationToken);

    // Two words of the topic among four that any topic has: each text shows a little of what there is to learn.
    private static string Text(Random random, int topic) => string.Join(
        ' ', Enumerable.Range(0, 6).Select(place => place < 2 ? Word(topic * Words + random.Next(Words)) : Word(10_000 + random.Next(60))).OrderBy(_ => random.Next()));

    // Letters by chance: no part of a word gives its topic away.
    private static string Word(int number)
    {
        var letters = new Random(number);
        return new([.. Enumerable.Range(0, 7).Select(_ => (char)('a' + letters.Next(26)))]);
    }
}
