using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Metrics;

namespace HybridAi.Documents.Answering;

/// <summary>Asks the product's own stage all questions of a corpus and compares with what is known of their answers.</summary>
public sealed class AnswerEvaluation(AnswererFamily answerers, TimeProvider clock)
{
    private const int CurvePoints = 10;

    /// <summary>The figures, or what is wrong with the request.</summary>
    /// <param name="corpus">Documents and questions.</param>
    /// <param name="answerer">Who answers.</param>
    /// <param name="withoutEvidence">
    /// Whether each answerable question is asked a second time with its evidence's document taken away: that makes unanswerable twins, which enter
    /// <see cref="AnswerReport.AbstainedRight"/>, <see cref="AnswerReport.FalseAnswerRate"/> and <see cref="AnswerReport.RefusalAuroc"/>.
    /// </param>
    /// <param name="progress">Hears of every question, with the number of them.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Outcome<AnswerReport>> RunAsync(
        AnswerCorpus corpus, string answerer, bool withoutEvidence, IProgress<(int Done, int Of)>? progress, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        using var index = new EmbeddedPassageIndex(folder: null);
        foreach (var document in corpus.Documents) await index.ReplaceAsync(document.Version, document.Passages, cancellation);
        var stage = new AnswerStage(index, answerers, clock);
        var byId = corpus.Documents.ToDictionary(document => document.Version.DocumentId);
        var heard = new List<Heard>();
        for (var i = 0; i < corpus.Questions.Count; i++)
        {
            var known = corpus.Questions[i];
            if (!(await AskAsync(known)).Succeeded(out var answer, out var fault)) return fault;
            heard.Add(new(known, answer));
            if (withoutEvidence && known.Evidence is [{ DocumentId: { } home }, ..])
            {
                await index.RemoveAsync(AnswerCorpus.Tenant, home, cancellation);
                if (!(await AskAsync(known)).Succeeded(out var twin, out fault)) return fault;
                heard.Add(new(known with { Id = $"{known.Id} without", Answerable = false, Evidence = [] }, twin));
                await index.ReplaceAsync(byId[home].Version, byId[home].Passages, cancellation);
            }

            progress?.Report((i + 1, corpus.Questions.Count));
        }

        return Report(heard, byId, answerer) with { ElapsedSeconds = clock.GetElapsedTime(began).TotalSeconds };

        Task<Outcome<Answer>> AskAsync(KnownQuestion known) => stage.AnswerAsync(new(AnswerCorpus.Tenant, $"evaluation-{known.Id}", known.Question) { Answerer = answerer }, cancellation);
    }

    private static AnswerReport Report(List<Heard> heard, Dictionary<string, KnownDocument> documents, string answerer)
    {
        var (answerable, not) = (heard.Where(each => each.Known.Answerable).ToList(), heard.Where(each => !each.Known.Answerable).ToList());
        var answered = answerable.Where(each => each.IsAnswered).ToList();
        var citations = heard.SelectMany(each => each.Answer.Citations.Concat(each.Answer.Abstention?.Nearest ?? [])).ToList();
        var judged = heard.Select(each => each.Judged()).ToList();
        return new(
            heard.Count, heard.Count == 0 ? 0 : heard.Count(each => each.IsAnswered) / (double)heard.Count, Mean(not, each => each.IsAnswered ? 0 : 1), Mean(not, each => each.IsAnswered ? 1 : 0),
            Mean(answerable, each => each.Cited(each.Answer.Citations)), Mean(answerable, each => each.Cited(each.Shown)),
            Mean([.. answered.SelectMany(each => each.Answer.Sentences.Select(sentence => each.Known.Evidence.Any(evidence => sentence.Citations.Any(evidence.IsIn))))], holds => holds ? 1 : 0),
            Mean(answered, each => each.Cited(each.Answer.Citations)),
            Mean(citations, citation => IsVerbatim(citation, documents) ? 1 : 0),
            Mean([.. answered.Where(each => each.Known.Answer.Length > 0)], each => AnswerWords.F1(each.Answer.Text, each.Known.Answer)),
            Auroc.Of([.. heard.Select(each => each.Answer.Scores.Answerability)], [.. heard.Select(each => each.Known.Answerable)]),
            heard.Sum(each => each.Answer.Dropped + each.Answer.Unsupported),
            heard.Any(each => each.Answer.CostUsd is null) ? null : heard.Sum(each => each.Answer.CostUsd), Median(heard.Select(each => each.Answer.Latency.TotalMilliseconds)), Curve(judged))
        {
            Answerer = answerer, Each = judged,
            RightPassageFirst = Mean(answerable, each => each.Shown.Count > 0 && each.Answer.Considered.Any(passage => Holds(passage, each.Shown[0]) && each.Known.Evidence.Any(evidence => evidence.IsIn(passage.Found))) ? 1 : 0),
        };
    }

    private static bool Holds(ConsideredPassage passage, Citation citation)
        => passage.Found.Version.DocumentId == citation.DocumentId && passage.Found.Passage.Start <= citation.Start && citation.End <= passage.Found.Passage.End;

    private static bool IsVerbatim(Citation citation, Dictionary<string, KnownDocument> documents)
        => documents.TryGetValue(citation.DocumentId, out var document) && citation.Start >= 0 && citation.End <= document.Text.Length
            && document.Text.AsSpan(citation.Start, citation.End - citation.Start).SequenceEqual(citation.Quote);

    private static List<RiskAtCoverage> Curve(List<JudgedAnswer> judged)
    {
        var sorted = judged.OrderByDescending(each => each.Answerability).ToList();
        return [.. Enumerable.Range(1, CurvePoints).Select(point => (int)Math.Ceiling(sorted.Count * point / (double)CurvePoints)).Where(count => count > 0).Distinct()
            .Select(count => new RiskAtCoverage(count / (double)sorted.Count, sorted.Take(count).Count(each => each.Cited is null or 0) / (double)count, sorted[count - 1].Answerability))];
    }

    private static double? Mean<T>(IReadOnlyCollection<T> items, Func<T, double> value) => items.Count == 0 ? null : items.Average(value);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    private sealed record Heard(KnownQuestion Known, Answer Answer)
    {
        public bool IsAnswered => Answer.Abstention is null;

        public IReadOnlyList<Citation> Shown => IsAnswered ? Answer.Citations : Answer.Abstention!.Nearest;

        public double Cited(IReadOnlyList<Citation> among)
            => Known.Evidence.Count == 0 ? 0 : Known.Evidence.Count(evidence => among.Any(evidence.IsIn)) / (double)Known.Evidence.Count;

        public JudgedAnswer Judged() => new(Known.Id, Known.Answerable, Answer.Scores.Answerability, IsAnswered, Known.Evidence.Count == 0 ? null : Cited(Shown), Answer.Text);
    }
}
