namespace HybridAi.Documents.Answering;

/// <summary>A question with what is known of its answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Question">The text that asks.</param>
/// <param name="Answerable">Whether the documents answer it.</param>
/// <param name="Answer">The reference answer; empty where there is none.</param>
/// <param name="Evidence">What the answer rests on, word by word as the documents have it.</param>
public sealed record KnownQuestion(string Id, string Question, bool Answerable, string Answer, IReadOnlyList<KnownEvidence> Evidence)
{
    /// <summary>What is learnt on and judged on apart: the article that the question is about; null where that is nothing to tell apart by.</summary>
    public string? Group { get; init; }
}

/// <summary>A span that an answer rests on.</summary>
/// <param name="Text">Its words.</param>
/// <param name="DocumentId">The document that they stand in; null: wherever they stand.</param>
/// <param name="Start">Where they begin in the document's text; null: wherever they stand.</param>
public sealed record KnownEvidence(string Text, string? DocumentId = null, int? Start = null)
{
    /// <summary>Whether a citation holds the span, or the larger part of it.</summary>
    public bool IsIn(Citation citation)
    {
        if (DocumentId is not null && DocumentId != citation.DocumentId) return false;
        if (Start is { } start) return start >= citation.Start && start + Text.Length <= citation.End;
        var (wanted, quoted) = (Plain(Text), Plain(citation.Quote));
        return quoted.Length > 0 && (quoted.Contains(wanted, StringComparison.Ordinal) || (wanted.Contains(quoted, StringComparison.Ordinal) && 2 * quoted.Length > wanted.Length));
    }

    /// <summary>Whether a passage holds the span.</summary>
    public bool IsIn(Retrieval.FoundPassage found)
    {
        if (DocumentId is not null && DocumentId != found.Version.DocumentId) return false;
        return Start is { } start ? start >= found.Passage.Start && start < found.Passage.End : Plain(found.Passage.Text).Contains(Plain(Text), StringComparison.Ordinal);
    }

    // How a table's row or a list's entry is drawn differs from reader to reader.
    private static string Plain(string text) => string.Join(' ', QuoteFinder.Fold(text).Split(['|', ' ', '\t', '\n', '-', '_', '#'], StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A document with its passages.</summary>
/// <param name="Version">The version.</param>
/// <param name="Text">Its text.</param>
/// <param name="Passages">What it was split into.</param>
public sealed record KnownDocument(DocumentVersion Version, string Text, IReadOnlyList<Passage> Passages);

/// <summary>Documents and questions about them.</summary>
/// <param name="Documents">The documents.</param>
/// <param name="Questions">The questions.</param>
public sealed record AnswerCorpus(IReadOnlyList<KnownDocument> Documents, IReadOnlyList<KnownQuestion> Questions)
{
    /// <summary>The tenant under which the documents are indexed.</summary>
    public const string Tenant = "evaluation";
}
