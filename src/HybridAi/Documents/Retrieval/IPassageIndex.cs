using HybridAi.Learning.Ranking;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// Finds passages. A change is seen by every search that begins after it was told, and a search sees either all of a version or nothing of it.
/// Safe to call from several threads.
/// </summary>
public interface IPassageIndex
{
    /// <summary>The member's name: <c>embedded</c>, <c>qdrant</c>.</summary>
    string Name { get; }

    /// <summary>Which index of its kind it is. What stands in one of another identity says nothing of what this one holds.</summary>
    string Identity { get; }

    /// <summary>Puts the passages of a version in the place of those of the document's version before, in one step.</summary>
    /// <exception cref="PassageIndexUnavailableException">It can't be done now.</exception>
    /// <exception cref="PassagesRefusedException">It can't be done at all.</exception>
    Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation);

    /// <summary>Takes a document out. When this returns no search finds it.</summary>
    /// <exception cref="PassageIndexUnavailableException">It can't be done now.</exception>
    Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation);

    /// <summary>The passages that answer a query best, the best first.</summary>
    /// <exception cref="PassageIndexUnavailableException">The index does not answer.</exception>
    ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation);
}

/// <summary>What is looked for, and where one may look.</summary>
/// <param name="Tenant">Whose documents.</param>
/// <param name="Text">The question or the words.</param>
/// <param name="Top">How many passages at most.</param>
public sealed record PassageQuery(string Tenant, string Text, int Top)
{
    /// <summary>Under which names the asker reads; a document with readers is seen by these alone. Null: whoever asks may read everything.</summary>
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>Tags of which a document must have one; empty: any document.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Documents that speak as of earlier, or of no stated time, are left out; null: any time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Documents that speak as of later, or of no stated time, are left out; null: any time.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether the order of the search itself is asked for, without a second look at what it found.</summary>
    public bool AsFound { get; init; }

    /// <summary>Whether each passage is to say what the search made of it; see <see cref="FoundPassage.By"/>.</summary>
    public bool Explained { get; init; }
}

/// <summary>A passage that was found.</summary>
/// <param name="Version">The version that it is of.</param>
/// <param name="Passage">The passage.</param>
/// <param name="Score">How well it fits, comparable within one search.</param>
public sealed record FoundPassage(DocumentVersion Version, Passage Passage, double Score)
{
    /// <summary>What the search made of it; null where it was not asked, or can't tell.</summary>
    public FoundBy? By { get; init; }

    /// <summary>The re-ranker that gave it its place; null: it stands where the search found it.</summary>
    public string? RankedBy { get; init; }

    /// <summary>Why a re-ranker that was to give it its place did not; null: none was to, or it did.</summary>
    public string? RankFault { get; init; }
}

/// <summary>What a search made of a passage.</summary>
/// <param name="Scores">Its scores by kind.</param>
/// <param name="Rarity">How rare the query's words are among all that was searched; one for all passages of a search.</param>
public sealed record FoundBy(FirstScores Scores, TermRarity Rarity);
