using HybridAi.Learning.LabelErrors;
using HybridAi.Learning.Metrics;
using HybridAi.Learning.Text;

namespace HybridAi.Curate.Review;

/// <summary>What <c>hybridai evaluate labelling</c> is told.</summary>
/// <param name="ReviewShare">Share of the rows that people look at, the most doubtful.</param>
/// <param name="Audits">
/// Looks at random labels, beside the review, after which it is decided which are accepted without one; null: as many as a precision of 0.95 is
/// planned with.
/// </param>
/// <param name="LookUsd">What one look of a person costs.</param>
/// <param name="Seed">Another seed is other folds and other audits.</param>
public sealed record LabellingEvaluationSettings(double ReviewShare = 0.2, int? Audits = null, decimal LookUsd = 0, int Seed = 1);

/// <summary>
/// Plays the product's loop on a file whose right labels are known: doubt, review of the most doubtful in rounds, doubt learned anew after each,
/// then audits and accepting the rest. The right label of a row becomes known when it is reviewed or audited, not before; only the figures at
/// the end look at all.
/// </summary>
public sealed class LabellingEvaluation(TimeProvider clock)
{
    private const int Rounds = 8;
    private const int Folds = 5;
    private const double Plan = 0.95;

    private static readonly (string Name, double Value)[] Precisions = [("0.95", 0.95), ("0.97", 0.97), ("0.99", 0.99)];

    /// <summary>Runs the loop.</summary>
    /// <returns>The figures, or a fault: labels that are all the same.</returns>
    public Task<Outcome<LabellingReport>> RunAsync(
        EvaluatedRows rows, LabellingEvaluationSettings settings, IProgress<ReviewEvaluationStep>? progress, CancellationToken cancellation)
        => Task.Run(() => Run(rows, settings, progress, cancellation), cancellation);

    private Outcome<LabellingReport> Run(
        EvaluatedRows rows, LabellingEvaluationSettings settings, IProgress<ReviewEvaluationStep>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var truth = rows.Truth ?? throw new ArgumentException("The rows hold no right labels.", nameof(rows));
        var (doubtRows, places) = rows.ToDoubtRows();
        if (doubtRows.Given.Distinct().Take(2).Count() < 2)
            return Fault.BadInput("labels-too-few", "The labeller gave fewer than two different labels: there is nothing to compare.");

        progress?.Report(new(0, Rounds + 3, "finding look-alikes"));
        var names = doubtRows.LabelNames.ToList();
        var gold = Array.ConvertAll(places, row => names.IndexOf(truth[row]));
        var wrong = Array.ConvertAll(places, rows.IsWrong);
        var estimator = new DoubtEstimator(doubtRows.Texts, cancellation);

        // A missing label is the first to be looked at: nobody needs to be asked whether it is doubtful.
        var budget = (int)(settings.ReviewShare * rows.Given.Count);
        var missing = rows.Given.Count - places.Length;
        var filled = Math.Min(missing, budget);
        var reviewed = Enumerable.Repeat(DoubtRows.None, places.Length).ToArray();
        DoubtEstimate? first = null;
        for (var round = 0; round < Rounds; round++)
        {
            var doubt = Estimate();
            first ??= doubt;
            progress?.Report(new(round + 1, Rounds + 3, $"review, round {round + 1}"));
            var looks = (budget - filled) * (round + 1) / Rounds - (budget - filled) * round / Rounds;
            foreach (var row in doubt.MostDoubtfulFirst().Where(row => reviewed[row] == DoubtRows.None).Take(looks).ToList()) reviewed[row] = gold[row];
        }

        var last = Estimate();
        progress?.Report(new(Rounds + 1, Rounds + 3, "audits"));
        var rest = last.MostDoubtfulFirst().Where(row => reviewed[row] == DoubtRows.None).Reverse().ToArray();
        var audits = new AuditPlay(rest, wrong, settings);
        var accepted = Precisions.ToDictionary(precision => precision.Name, precision => audits.Accept(precision.Value));

        progress?.Report(new(Rounds + 2, Rounds + 3, "students before and after"));
        var corrected = Enumerable.Range(0, places.Length).Count(row => reviewed[row] != DoubtRows.None && wrong[row]);
        var errors = wrong.Count(isWrong => isWrong) + missing;
        var found = corrected + filled;
        var before = Accuracy(doubtRows, doubtRows.Given, gold, settings.Seed, cancellation);
        var after = Accuracy(doubtRows, [.. doubtRows.Given.Select((given, row) => reviewed[row] == DoubtRows.None ? given : reviewed[row])], gold, settings.Seed, cancellation);
        var confidences = Array.ConvertAll(rest, row => 1 - last.Scores[row]);
        var right = Array.ConvertAll(rest, row => !wrong[row]);
        double Share(int count) => (double)count / rows.Given.Count;
        return new LabellingReport(
            "labelling", settings.Seed, clock.GetElapsedTime(started).TotalSeconds, rows.Given.Count, [.. rows.Votes.Keys], 1 - Share(errors),
            accepted.ToDictionary(pair => pair.Key, pair => Share(pair.Value)),
            accepted.ToDictionary(pair => pair.Key, pair => Share(pair.Value - audits.LooksWithin(pair.Value))),
            accepted.ToDictionary(pair => pair.Key, pair => pair.Value == 0 ? null : (double?)rest.Take(pair.Value).Count(row => !wrong[row]) / pair.Value),
            Precisions.ToDictionary(precision => precision.Name, precision => places.Length * CoverageAtPrecision.Of(
                [.. first!.Scores.Select(score => -score)], Array.ConvertAll(wrong, isWrong => !isWrong), precision.Value).Coverage / rows.Given.Count),
            audits.Looks, ReliabilityCurve.Of(confidences, right).Ece,
            rest.Length == 0 ? 0 : confidences.Zip(right, (confidence, isRight) => Math.Pow(confidence - (isRight ? 1 : 0), 2)).Average(),
            Auroc.Of([.. first!.Scores], wrong),
            new AfterReview(
                reviewed.Count(label => label != DoubtRows.None) + filled, found, errors == 0 ? null : (double)found / errors, 1 - Share(errors - found), Rounds),
            before, after, rows.CostUsd, found == 0 ? null : (rows.CostUsd + settings.LookUsd * (budget + audits.Looks)) / found);

        DoubtEstimate Estimate() => estimator.Estimate(doubtRows with { Reviewed = [.. reviewed] }, settings.Seed, cancellation);
    }

    // On texts that each student has not seen, against the right labels.
    private static double? Accuracy(DoubtRows rows, IReadOnlyList<int> labels, int[] gold, int seed, CancellationToken cancellation)
    {
        var settings = new TextClassifierSettings { CalibrationShare = 0, Threads = 1, Seed = seed };
        var probabilities = CrossValidation.Probabilities(
            rows.Texts, labels, rows.LabelNames, Folds, seed, (texts, learned, names, ct) => TextClassifierTrainer.Train(texts, learned, names, settings, null, ct), cancellation);
        return probabilities.Select((row, i) => Array.IndexOf(row, row.Max()) == gold[i] ? 1.0 : 0).Average();
    }

    // Looks at labels where the judge asks for it, until it decides. The order of audits is the same at every precision.
    private sealed class AuditPlay(int[] candidates, bool[] wrong, LabellingEvaluationSettings settings)
    {
        private readonly HashSet<int> _seen = [];
        private readonly int _planned = new AutoAcceptRule(Plan, Audits: settings.Audits).PlanFor(candidates.Length).Audits!.Value;

        public int Looks => _seen.Count;

        public int LooksWithin(int accepted) => _seen.Count(place => place < accepted);

        public int Accept(double precision)
        {
            var rule = new AutoAcceptRule(precision, Audits: _planned, Seed: settings.Seed);
            while (true)
            {
                var verdict = AutoAcceptJudge.Judge(candidates.Length, Find, rule);
                if (verdict.Decided || verdict.NextAudit is not { } next) return verdict.Accepted;
                _seen.Add(next);
            }
        }

        private AuditFinding Find(int place)
        {
            if (!_seen.Contains(place)) return AuditFinding.Open;
            return wrong[candidates[place]] ? AuditFinding.Wrong : AuditFinding.Right;
        }
    }
}
