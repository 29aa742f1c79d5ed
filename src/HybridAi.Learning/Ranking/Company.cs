namespace HybridAi.Learning.Ranking;

/// <summary>
/// How much a passage speaks of what the first ones found speak of, whatever the query says: cosine of its words with theirs, words that few of the candidates
/// hold weighing more. A passage is not compared with itself.
/// </summary>
/// <remarks>The idea of relevance feedback without a user: Lavrenko and Croft 2001, "Relevance-Based Language Models".</remarks>
internal static class Company
{
    /// <summary>One value a text, 0 to 1.</summary>
    /// <param name="texts">The keys of the words of each text, the best first.</param>
    /// <param name="leading">How many of the first are compared with.</param>
    public static double[] Of(IReadOnlyList<List<ulong>> texts, int leading)
    {
        var (ids, holders, last) = (new Dictionary<ulong, int>(), new List<int>(), new List<int>());
        var vectors = new List<(int Id, double Weight)>[texts.Count];
        for (var text = 0; text < texts.Count; text++)
        {
            var counts = vectors[text] = [];
            foreach (var key in texts[text])
            {
                if (!ids.TryGetValue(key, out var id))
                {
                    ids[key] = id = holders.Count;
                    holders.Add(0);
                    last.Add(-1);
                }

                // The place of a word in this text's vector is kept where no earlier text's can be taken for it.
                if (last[id] >= 0 && last[id] < counts.Count && counts[last[id]].Id == id) counts[last[id]] = (id, counts[last[id]].Weight + 1);
                else
                {
                    last[id] = counts.Count;
                    holders[id]++;
                    counts.Add((id, 1));
                }
            }
        }

        foreach (var vector in vectors) Weigh(vector, holders, texts.Count);
        var behind = Centre(vectors, text => text < leading, holders.Count);
        return
        [
            .. Enumerable.Range(0, texts.Count)
                .Select(text => Similarity(vectors[text], text >= leading ? behind : Centre(vectors, other => other <= leading && other != text, holders.Count))),
        ];
    }

    private static void Weigh(List<(int Id, double Weight)> vector, List<int> holders, int texts)
    {
        var square = 0.0;
        for (var at = 0; at < vector.Count; at++)
        {
            var (id, count) = vector[at];
            var weight = (1 + Math.Log(count)) * Math.Log((texts + 1.0) / holders[id]);
            vector[at] = (id, weight);
            square += weight * weight;
        }

        if (square == 0) return;
        for (var at = 0; at < vector.Count; at++) vector[at] = (vector[at].Id, vector[at].Weight / Math.Sqrt(square));
    }

    private static (double[] Sums, double Length) Centre(List<(int Id, double Weight)>[] vectors, Func<int, bool> among, int width)
    {
        var sums = new double[width];
        for (var text = 0; text < vectors.Length; text++)
            if (among(text))
                foreach (var (id, weight) in vectors[text])
                    sums[id] += weight;
        return (sums, Math.Sqrt(sums.Sum(value => value * value)));
    }

    private static double Similarity(List<(int Id, double Weight)> vector, (double[] Sums, double Length) centre)
        => centre.Length == 0 ? 0 : vector.Sum(entry => entry.Weight * centre.Sums[entry.Id]) / centre.Length;
}
