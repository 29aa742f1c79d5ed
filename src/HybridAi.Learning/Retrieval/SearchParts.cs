namespace HybridAi.Learning.Retrieval;

/// <summary>Postings among which is searched.</summary>
/// <param name="Postings">The postings.</param>
/// <param name="Hidden">A bit for every passage that is not searched; empty: all are.</param>
/// <param name="Forgotten">The terms of passages that don't count any more.</param>
public sealed record PostingsPart(Postings Postings, ReadOnlyMemory<ulong> Hidden, KeyCounts Forgotten);

/// <summary>A passage that stands in no postings yet.</summary>
/// <param name="Terms">Its terms.</param>
/// <param name="IsHidden">Whether it is not searched, though it counts.</param>
public readonly record struct LoosePassage(PassageTerms Terms, bool IsHidden);

/// <summary>All that is searched as one: passages hidden from a search count in the statistics all the same, those taken out don't.</summary>
/// <param name="Parts">The postings.</param>
/// <param name="Loose">What stands in none yet; its hits are those of the part behind the last.</param>
/// <param name="Passages">How many passages count.</param>
/// <param name="Words">How many words they have.</param>
/// <param name="Grams">How many n-grams.</param>
public sealed record SearchParts(IReadOnlyList<PostingsPart> Parts, IReadOnlyList<LoosePassage> Loose, long Passages, long Words, long Grams);

/// <summary>A passage that was found.</summary>
/// <param name="Part">Index of the part; the number of parts for a loose one.</param>
/// <param name="Passage">Index within it.</param>
/// <param name="Score">How well it fits.</param>
public readonly record struct Hit(int Part, int Passage, float Score);
