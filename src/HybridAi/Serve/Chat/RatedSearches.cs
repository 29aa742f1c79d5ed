using HybridAi.Documents.Retrieval.Ranking;

namespace HybridAi.Serve.Chat;

/// <summary>What people thought of answers, as judgements of what was found: where an answer helped, the passages that it cites were good.</summary>
public sealed class RatedSearches(ConversationStore conversations)
{
    private const int Most = 10_000;

    /// <summary>A tenant's searches whose answers helped, a question once: its newest answer counts. A thumb down says nothing about which passage was wrong.</summary>
    public async Task<IReadOnlyList<JudgedSearch>> ReadAsync(string tenant, CancellationToken cancellation)
        => [.. (await conversations.RatedAsync(tenant, Rating.Up, Most, cancellation))
            .Where(exchange => exchange.Answer!.Abstention is null)
            .DistinctBy(exchange => exchange.Answer!.Asked.Standalone, StringComparer.Ordinal).Select(Search)];

    private static JudgedSearch Search(ChatExchange exchange)
    {
        var cited = exchange.Answer!.Sentences.SelectMany(sentence => sentence.Citations).ToList();
        return JudgedSearch.By(exchange.Answer.Asked.Standalone, found => cited.Any(citation
            => citation.DocumentId == found.Version.DocumentId && citation.VersionHash == found.Version.VersionHash
                && citation.Start < found.Passage.End && citation.End > found.Passage.Start));
    }
}
