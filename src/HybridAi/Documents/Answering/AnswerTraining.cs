using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Answering;
using HybridAi.Learning.Text;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Learns the weights of the extractive answerer from paragraphs with questions and from guides with questions. What can't be answered is made from what
/// can by taking the paragraph away; the guides bring questions that come near and that they don't answer.
/// </summary>
/// <param name="encoder">Says what texts mean; null: the weights are learnt for words and letters alone.</param>
public sealed class AnswerTraining(TextEncoder? encoder)
{
    // How often an example counts, so that paragraphs and guides weigh about alike, and in each of them what can be answered and what can't: neither kind of text
    // is to seem unanswerable by itself.
    private const int AnswerableGuide = 2;
    private const int UnanswerableGuide = 7;

    // Of questions that come near and are not answered at most so many are to be let through.
    private const double FalseAnswers = 0.25;

    // A guide is judged by what was learnt on others, to find the threshold that holds for documents that nobody has seen.
    private const int Folds = 3;

    /// <summary>The weights.</summary>
    /// <param name="paragraphs">Paragraphs, a document each, whose questions have one answer at a known place.</param>
    /// <param name="guides">Documents with questions, some of which they don't answer.</param>
    /// <param name="progress">Hears of every question that was read, with the number of them.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<EvidenceModel> LearnAsync(
        AnswerCorpus paragraphs, IReadOnlyList<AnswerCorpus> guides, IProgress<(int Done, int Of)>? progress, CancellationToken cancellation)
    {
        var (done, of) = (0, paragraphs.Questions.Count + guides.Sum(guide => guide.Questions.Count));
        var many = await ReadAsync(paragraphs);
        var few = new List<List<Read>>();
        foreach (var guide in guides) few.Add(await ReadAsync(guide));
        var ranker = RankerOf(few);
        var made = many.SelectMany(asked => Examples(asked, ranker)).ToList();
        var guided = new List<(int Fold, double[] Features, bool Answerable)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var foldRanker = RankerOf([.. few.Where((_, i) => i % Folds != fold)]);
            foreach (var asked in few.Where((_, i) => i % Folds == fold).SelectMany(all => all)) guided.Add((fold, FeaturesOf(foldRanker, asked.Tables), asked.Known.Answerable));
        }

        var threshold = EvidenceTrainer.Threshold(Enumerable.Range(0, Folds).SelectMany(HeldOut), FalseAnswers);
        return new(ranker.Ranking, EvidenceTrainer.FitAnswerability(Together(guided)), threshold);

        async Task<List<Read>> ReadAsync(AnswerCorpus corpus)
        {
            using var index = new EmbeddedPassageIndex(folder: null);
            foreach (var document in corpus.Documents) await index.ReplaceAsync(document.Version, document.Passages, cancellation);
            var search = new QuestionSearch(index);
            var read = new List<Read>();
            foreach (var known in corpus.Questions)
            {
                var passages = await search.FindAsync(new(AnswerCorpus.Tenant, known.Id, known.Question), known.Question, cancellation);
                read.Add(new(known, passages, TablesOf(known, passages)));
                progress?.Report((++done, of));
            }

            return read;
        }

        EvidenceModel RankerOf(List<List<Read>> some)
            => new(EvidenceTrainer.FitRanking(many.Concat(some.SelectMany(all => all)).SelectMany(Choices)), new double[AnswerabilityFeatures.Names.Count + 1], 0);

        IEnumerable<double> HeldOut(int fold)
        {
            var model = new EvidenceModel(ranker.Ranking, EvidenceTrainer.FitAnswerability(Together(guided.Where(example => example.Fold != fold))), 0);
            return guided.Where(example => example.Fold == fold && !example.Answerable).Select(example => model.AnswerabilityOf(example.Features));
        }

        List<(double[], bool)> Together(IEnumerable<(int Fold, double[] Features, bool Answerable)> some)
            => [.. made, .. some.SelectMany(example => Enumerable.Repeat((example.Features, example.Answerable), example.Answerable ? AnswerableGuide : UnanswerableGuide))];
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

    private IEnumerable<(double[] Features, bool Answerable)> Examples(Read asked, EvidenceModel ranker)
    {
        yield return (FeaturesOf(ranker, asked.Tables), true);
        var at = asked.Passages.ToList().FindIndex(found => asked.Known.Evidence.Any(evidence => evidence.IsIn(found)));
        if (at >= 0) yield return (FeaturesOf(ranker, TablesOf(asked.Known, Rescored([.. asked.Passages.Where((_, i) => i != at)]))), false);
    }

    private static FoundPassage[] Rescored(FoundPassage[] passages)
        => passages.Length == 0 ? [] : [.. passages.Select(found => found with { Score = found.Score / passages[0].Score })];

    private IReadOnlyList<EvidenceTable> TablesOf(KnownQuestion known, IReadOnlyList<FoundPassage> passages)
        => EvidenceTable.Of(known.Question, [.. passages.Select(AnswerEvidence.Seen)], AnswerEvidence.Considered, encoder);

    private static double[] FeaturesOf(EvidenceModel ranker, IReadOnlyList<EvidenceTable> tables) => AnswerabilityFeatures.Of([.. tables.Select(table => (table, ranker.Rank(table)))]);

    private sealed record Read(KnownQuestion Known, IReadOnlyList<FoundPassage> Passages, IReadOnlyList<EvidenceTable> Tables);
}
