using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>The passages of a question, read: each part's spans ranked, and how answerable the whole is. Needs no model.</summary>
internal sealed class AnswerEvidence
{
    /// <summary>So many passages give spans; the others say how rare a word is.</summary>
    public const int Considered = 20;

    /// <summary>From which score on a text is taken for an instruction, and neither cited nor shown to a model.</summary>
    public const double InstructionLike = Ingestion.InstructionRules.FlaggedFrom;

    private readonly InstructionScore _instruction;

    private AnswerEvidence(string question, IReadOnlyList<FoundPassage> passages, EvidenceReader reader, InstructionScore instruction)
    {
        var model = reader.Model;
        _instruction = instruction;
        Passages = passages;
        Parts = [.. EvidenceTable.Of(question, [.. passages.Select(Seen)], Considered, reader.Encoder).Select(table => (table, (IReadOnlyList<RankedSpan>)[.. model.Rank(table).Where(IsCitable)]))];
        Answerability = model.AnswerabilityOf(Parts);
        Considerations = [.. passages.Take(Considered).Select(Consider)];
    }

    public IReadOnlyList<FoundPassage> Passages { get; }

    public IReadOnlyList<(EvidenceTable Table, IReadOnlyList<RankedSpan> Ranked)> Parts { get; }

    public double Answerability { get; }

    public IReadOnlyList<ConsideredPassage> Considerations { get; }

    public double BestSpan => Parts.Select(part => part.Ranked.Count == 0 ? 0 : part.Ranked[0].Chance).DefaultIfEmpty(0).Max();

    /// <summary>Words of the question that no passage holds, as they were written.</summary>
    public IReadOnlyList<string> Missing => [.. Parts
        .SelectMany(part => part.Table.Question.Terms.Where((_, i) => part.Table.Held[i].Letters == 0)).Select(term => term.Word).Distinct(StringComparer.Ordinal)];

    public static AnswerEvidence Of(string question, IReadOnlyList<FoundPassage> passages, EvidenceReader reader, InstructionScore instruction)
        => new(question, passages, reader, instruction);

    /// <summary>The text of a span.</summary>
    public string TextOf(RankedSpan span) => Passages[span.Row.Passage].Passage.Text.Substring(span.Row.Span.Range.Start, span.Row.Span.Range.Length);

    /// <summary>The citation of a span.</summary>
    public Citation Cite(int passage, EvidenceSpan span) => Citation.Of(Passages[passage], span.Range.Start, span.Range.Length);

    public static EvidencePassage Seen(FoundPassage found) => new(found.Passage.Text, [found.Version.Title, .. found.Passage.HeadingPath.Where(heading => heading != found.Version.Title)], found.Score);

    private bool IsCitable(RankedSpan span) => _instruction(TextOf(span)) < InstructionLike;

    private ConsideredPassage Consider(FoundPassage found)
    {
        var score = _instruction(found.Passage.Text);
        return new(found, score, score >= InstructionLike);
    }
}
