using HybridAi.Learning.Annotators;
using HybridAi.Learning.Statistics;

namespace HybridAi.Learn.Evaluation;

/// <summary>
/// Aggregates the votes of a file by every method, chooses one by the gold of a drawn share of the items, and judges them on the gold that
/// the choice never saw.
/// </summary>
public sealed class AnnotatorEvaluation(TimeProvider clock)
{
    private static readonly IReadOnlyList<IAggregator> Methods = Aggregators.InOrderOfTrust;

    /// <summary>Runs the evaluation.</summary>
    /// <param name="voted">Votes and gold.</param>
    /// <param name="settings">What it is told; the share is above 0 and at most 1.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public AnnotatorEvaluationReport Run(VotedItems voted, AnnotatorEvaluationSettings settings, IProgress<double>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var (votes, all) = (voted.Votes, voted.Gold);
        var seen = Draw(all, votes.Items, settings);
        var unseen = all.Without(seen.Items.ToHashSet());
        var hidden = AggregatorChoice.HiddenAnswers(Methods, votes, seen, settings.Seed, null, progress, cancellation);
        var choice = AggregatorChoice.Of(Methods, seen, hidden);

        var figures = new List<MethodFigures>();
        Aggregation? chosen = null;
        for (var method = 0; method < Methods.Count; method++)
        {
            var aggregation = Methods[method].Aggregate(votes, seen, settings.Seed, cancellation);
            if (Methods[method].Name == choice.Method) chosen = aggregation;
            var onHidden = hidden[method].Zip(seen.Items, (answer, item) => answer == all[item]).Count(right => right);
            var onUnseen = unseen.Items.Count(item => aggregation.Answer(item) == all[item]);
            var accuracy = unseen.Items.Count > 0 ? (double)onUnseen / unseen.Items.Count : (double)onHidden / seen.Items.Count;
            figures.Add(new(Methods[method].Name, accuracy, (double)(onHidden + onUnseen) / all.Items.Count, aggregation.Convergence));
        }

        var (fleiss, alpha) = (FleissKappa.Of(votes), KrippendorffAlpha.Nominal(votes));
        var own = Find(choice.Method);
        return new(
            "annotators", settings.Seed, clock.GetElapsedTime(started).TotalSeconds, votes.Items, votes.All.Length, all.Items.Count, seen.Items.Count,
            unseen.Items.Count > 0 ? "unseen-gold" : "cross-validation", Find(MajorityVote.MemberName).Accuracy, Find(DawidSkene.Plain.Name).Accuracy,
            Find(OneCoin.MemberName).Accuracy, new(own.Method, own.Accuracy, own.AccuracyOnAll, choice.Reason), figures, choice.Warning, fleiss.Value, alpha.Value,
            Undefined(("fleissKappa", fleiss), ("krippendorffAlpha", alpha)), PerAnnotator(voted, chosen!));

        MethodFigures Find(string name) => figures.Single(method => method.Method == name);
    }

    // All of it where there is no more than may be seen.
    private static Gold Draw(Gold all, int items, AnnotatorEvaluationSettings settings)
    {
        var drawn = all.Items.ToArray();
        new Random(settings.Seed).Shuffle(drawn);
        return all.Only(drawn.Take((int)Math.Max(1, Math.Round(settings.GoldShare * items))));
    }

    private static Dictionary<string, string> Undefined(params (string Name, Agreement Agreement)[] measures)
        => measures.Where(measure => measure.Agreement.Undefined is not null).ToDictionary(measure => measure.Name, measure => measure.Agreement.Undefined!);

    private static List<AnnotatorFigures> PerAnnotator(VotedItems voted, Aggregation chosen)
    {
        var (given, judged, right) = (new int[voted.Annotators.Count], new int[voted.Annotators.Count], new int[voted.Annotators.Count]);
        foreach (var vote in voted.Votes.All)
        {
            given[vote.Annotator]++;
            if (voted.Gold[vote.Item] is not { } gold) continue;
            judged[vote.Annotator]++;
            if (vote.Label == gold) right[vote.Annotator]++;
        }

        return [.. Enumerable.Range(0, given.Length)
            .Select(place => new AnnotatorFigures(
                voted.Annotators[place], given[place], chosen.Annotators[place].Accuracy, judged[place], judged[place] == 0 ? null : (double)right[place] / judged[place]))
            .OrderByDescending(annotator => annotator.Votes).ThenBy(annotator => annotator.Annotator, StringComparer.Ordinal)];
    }
}
