using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Answering;
using HybridAi.Learning.Text;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Learns the weights of the extractive answerer from paragraphs with questions and from a guide with questions. What can't be answered is made from what
/// can: the paragraph is taken away, or only the sentence that answers, which leaves all that is near it; the guide brings questions that it doesn't answer.
/// </summary>
public sealed class AnswerTraining
{
    // A guide is small and like what people ask of their documents; encyclopaedic paragraphs are many and are not.
    private const int GuideInRanking = 3;
    private const int GuideInAnswerability = 5;

    // Of questions that come near and are not answered at most so many are to be let through.
    private const double FalseAnswers = 0.2;

    /// <summary>Learns from two corpora.</summary>
    /// <param name="paragraphs">Paragraphs, a document each, whose questions have one answer at a known place.</param>
    /// <param name="guide">Documents with questions, some of which they don't answer.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<EvidenceModel> LearnAsync(AnswerCorpus paragraphs, AnswerCorpus guide, CancellationToken cancellation)
    {
        var (many, few) = (await ReadAsync(paragraphs, cancellation), await ReadAsync(guide, cancellation));
        var ranking = EvidenceTrainer.FitRanking([.. many.SelectMany(Choices), .. Enumerable.Repeat(few.SelectMany(Choices).ToList(), GuideInRanking).SelectMany(all => all)]);
        var ranker = new EvidenceModel(ranking, new double[AnswerabilityFeatures.Names.Count + 1], 0);
        var made = new List<(double[] Features, bool Answerable)>();
        foreach (var asked in many) made.AddRange(Examples(asked, ranker));
        var guided = few.Select(asked => (Features: FeaturesOf(ranker, asked.Tables), asked.Known.Answerable)).ToList();
        var threshold = EvidenceTrainer.Threshold(Enumerable.Range(0, 2).SelectMany(fold => HeldOut(made, guided, fold, ranking)), FalseAnswers);
        return new(ranking, EvidenceTrainer.FitAnswerability(Together(made, guided)), threshold);
    }

    private static IEnumerable<double> HeldOut(List<(double[], bool)> made, List<(double[] Features, bool Answerable)> guided, int fold, double[] ranking)
    {
        var model = new EvidenceModel(ranking, EvidenceTrainer.FitAnswerability(Together(made, [.. guided.Where((_, i) => i % 2 != fold)])), 0);
        return guided.Where((example, i) => i % 2 == fold && !example.Answerable).Select(example => model.AnswerabilityOf(example.Features));
    }

    private static List<(double[], bool)> Together(List<(double[], bool)> made, List<(double[], bool)> guided)
        => [.. made, .. Enumerable.Repeat(guided, GuideInAnswerability).SelectMany(all => all)];

    private static async Task<List<Read>> ReadAsync(AnswerCorpus corpus, CancellationToken cancellation)
    {
        using var index = new EmbeddedPassageIndex(folder: null);
        foreach (var document in corpus.Documents) await index.ReplaceAsync(document.Version, document.Passages, cancellation);
        var search = new QuestionSearch(index);
        var read = new List<Read>();
        foreach (var known in corpus.Questions)
        {
            var passages = await search.FindAsync(new(AnswerCorpus.Tenant, known.Id, known.Question), known.Question, cancellation);
            read.Add(new(known, passages, TablesOf(known, passages)));
        }

        return read;
    }

    // Evidence belongs to the parts of the question in its order where there is as much of the one as of the other.
    private static IEnumerable<(EvidenceTable, int)> Choices(Read asked)
    {
        var evidence = asked.Known.Evidence;
        if (evidence.Count == 0 || (evidence.Count > 1 && evidence.Count != asked.Tables.Count)) yield break;
        for (var part = 0; part < asked.Tables.Count; part++)
        {
            var (rows, wanted) = (asked.Tables[part].Rows, evidence[Math.Min(part, evidence.Count - 1)]);
            for (var row = 0; row < rows.Count; row++)
            {
                var range = rows[row].Span.Range;
                if (!wanted.IsIn(Citation.Of(asked.Passages[rows[row].Passage], range.Start, range.Length))) continue;
                yield return (asked.Tables[part], row);
                break;
            }
        }
    }

    private static IEnumerable<(double[] Features, bool Answerable)> Examples(Read asked, EvidenceModel ranker)
    {
        yield return (FeaturesOf(ranker, asked.Tables), true);
        var at = asked.Passages.ToList().FindIndex(found => asked.Known.Evidence.Any(evidence => evidence.IsIn(found)));
        if (at < 0) yield break;
        yield return (FeaturesOf(ranker, TablesOf(asked.Known, Rescored([.. asked.Passages.Where((_, i) => i != at)]))), false);
        var passage = asked.Passages[at].Passage;
        var answer = asked.Known.Evidence[0].Start ?? 0;
        var sentence = SentenceSplitter.Split(passage.Text).First(range => range.End > answer - passage.Start);
        var without = asked.Passages[at] with { Passage = passage with { Text = passage.Text.Remove(sentence.Start, sentence.Length) } };
        yield return (FeaturesOf(ranker, TablesOf(asked.Known, [.. asked.Passages.Select((found, i) => i == at ? without : found)])), false);
    }

    private static FoundPassage[] Rescored(FoundPassage[] passages)
        => passages.Length == 0 ? [] : [.. passages.Select(found => found with { Score = found.Score / passages[0].Score })];

    private static IReadOnlyList<EvidenceTable> TablesOf(KnownQuestion known, IReadOnlyList<FoundPassage> passages)
        => EvidenceTable.Of(known.Question, [.. passages.Select(AnswerEvidence.Seen)], AnswerEvidence.Considered);

    private static double[] FeaturesOf(EvidenceModel ranker, IReadOnlyList<EvidenceTable> tables) => AnswerabilityFeatures.Of([.. tables.Select(table => (table, ranker.Rank(table)))]);

    private sealed record Read(KnownQuestion Known, IReadOnlyList<FoundPassage> Passages, IReadOnlyList<EvidenceTable> Tables);
}
