using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>How alike two answers are by their words.</summary>
internal static class AnswerWords
{
    /// <summary>Harmonic mean of precision and recall of the words, each counted as often as it stands; articles don't count (Rajpurkar et al. 2016).</summary>
    public static double F1(string said, string reference)
    {
        var (left, right) = (Words(said), Words(reference));
        if (left.Count == 0 || right.Count == 0) return left.Count == right.Count ? 1 : 0;
        var counts = right.GroupBy(word => word).ToDictionary(group => group.Key, group => group.Count());
        var shared = left.GroupBy(word => word).Sum(group => Math.Min(group.Count(), counts.GetValueOrDefault(group.Key)));
        return 2.0 * shared / (left.Count + right.Count);
    }

    private static List<string> Words(string text) => [.. AnswerTokens.Of(text).Select(token => token.Word).Where(word => word is not ("a" or "an" or "the"))];
}
