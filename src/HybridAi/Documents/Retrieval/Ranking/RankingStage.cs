using HybridAi.Learning.Ranking;

namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>
/// Learns the weights of the lexical re-ranker from judged searches, and keeps them where they are shown to help: weights that do not are as if they had not
/// been learnt.
/// </summary>
/// <param name="index">Where is searched, in the order of the search itself.</param>
/// <param name="weights">Where the weights are kept.</param>
public sealed class RankingStage(IPassageIndex index, string weights)
{
    /// <summary>Fewer judged searches teach nothing that could be shown.</summary>
    public const int FewestSearches = 20;

    /// <summary>Learns, judges by cross-validation, and keeps what helps.</summary>
    /// <param name="tenant">Whose documents.</param>
    /// <param name="searches">What was searched and how it is judged.</param>
    /// <param name="learntFrom">What the judgements are, for a person.</param>
    /// <param name="progress">Told after each search.</param>
    /// <param name="cancellation">Stops it; nothing is kept then.</param>
    /// <returns>What came of it, kept where <see cref="RankingTrial.Helps"/>; or the fault <c>searches-too-few</c>.</returns>
    public async Task<Outcome<RankingTrial>> LearnAsync(
        string tenant, IReadOnlyList<JudgedSearch> searches, string learntFrom, IProgress<(int Done, int Of)>? progress, CancellationToken cancellation)
    {
        var examples = new List<RankingExample>();
        for (var at = 0; at < searches.Count; at++)
        {
            if (await ExampleAsync(index, tenant, searches[at], cancellation) is { } example) examples.Add(example);
            progress?.Report((at + 1, searches.Count));
        }

        if (examples.Count < FewestSearches)
        {
            return Fault.Conflict(
                "searches-too-few", $"{examples.Count} of {searches.Count} searches found a passage that is judged to be good; at least {FewestSearches} are needed to learn from.");
        }

        var trial = RankingTrial.Of(examples);
        if (trial.Helps) await KeepAsync(RankingModelFile.Write(trial.Model, learntFrom), cancellation);
        return trial;
    }

    /// <summary>What a judged search teaches; null: nothing.</summary>
    internal static async Task<RankingExample?> ExampleAsync(IPassageIndex index, string tenant, JudgedSearch search, CancellationToken cancellation)
    {
        var found = await index.SearchAsync(new(tenant, search.Query, LexicalReranker.Looked) { AsFound = true, Explained = true }, cancellation);
        return found.Count > 1 && await search.Judge(found, cancellation) is { } good && good.Contains(true) ? new(LexicalReranker.Rows(search.Query, found), good) : null;
    }

    private async Task KeepAsync(string text, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(weights)!);
        var aside = weights + ".writing";
        await File.WriteAllTextAsync(aside, text, cancellation);
        File.Move(aside, weights, overwrite: true);
    }
}
