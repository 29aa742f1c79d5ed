using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Learn.Registry;
using HybridAi.Learning.Routing;
using HybridAi.Learning.Statistics;
using HybridAi.Llm.Gateway;

namespace HybridAi.Serve.Routing;

/// <summary>What a stored route showed on rows that it was not made on.</summary>
/// <param name="Route">The route's hash.</param>
/// <param name="Dataset">The dataset whose rows judged.</param>
/// <param name="Accuracy">The route's share of right answers; 0 without rows.</param>
/// <param name="ReferenceAccuracy">The reference's; 0 without rows.</param>
/// <param name="Certificate">What that shows; asked for what the route's own certificate was, without its slices.</param>
public sealed record RetestedRoute(string Route, string Dataset, double Accuracy, double ReferenceAccuracy, RouteCertificate Certificate);

/// <summary>
/// Tests a stored route again, exactly as it stands, on reviewed rows that neither it nor its model was made on: Test rows, and rows reviewed since. Tiers'
/// answers go into the labelling journal, so that only those are paid that are not there yet. Nothing about the route changes.
/// </summary>
/// <param name="open">Opens labellers for measuring.</param>
/// <param name="routes">The stored routes.</param>
/// <param name="datasets">The datasets.</param>
/// <param name="registry">Says what a route's model was made on.</param>
/// <param name="stage">Asks the tiers.</param>
public sealed class RouteRetest(OpenLabeller open, RouteStore routes, DatasetStore datasets, ModelRegistry registry, RouteStage stage)
{
    private const string Method =
        "The route was walked as it stands on reviewed rows that neither it nor its model was made on, and tested by the exact test for paired answers. It holds for "
        + "inputs like those rows: rows reviewed because they were doubtful are harder than most. Protected slices were not tested again. Each further test of one route "
        + "is another chance of passing by luck.";

    /// <summary>Tests the route.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="route">The route's hash or its beginning; null: the live one.</param>
    /// <param name="dataset">The dataset's hash or its beginning; null: the newest.</param>
    /// <param name="payer">Who pays besides the project.</param>
    /// <param name="asked">Told after each answered row of each tier.</param>
    /// <param name="cancellation">Stops asking; what was answered stays in the journal.</param>
    /// <returns>What was shown, or a fault: <c>route-is-reference</c>, <c>labeller-changed</c>, what is unknown, or the refusal of a budget.</returns>
    public async Task<Outcome<RetestedRoute>> RunAsync(
        string project, string? route, string? dataset, Payer payer, IProgress<LabellingProgress>? asked, CancellationToken cancellation)
    {
        var found = route is null ? await routes.LiveAsync(project, cancellation) : await routes.FindAsync(project, route, cancellation);
        if (!found.Succeeded(out var stored, out var fault)) return fault;
        if (NothingToTest(stored) is { } nothing) return nothing;
        if (!(await datasets.LoadAsync(project, dataset, cancellation)).Succeeded(out var judging, out fault)) return fault;
        if (!(await FreshAsync(project, stored.Definition, judging, cancellation)).Succeeded(out var rows, out fault)) return fault;

        var answers = new Dictionary<string, IReadOnlyDictionary<string, TierAnswer>>();
        foreach (var (labeller, version) in LabellersOf(stored.Definition))
        {
            if (!(await open(stored.Definition.Project, stored.Definition.DatasetHash, labeller, cancellation)).Succeeded(out var opened, out fault)) return fault;
            if (opened.Version != version)
                return Fault.Conflict("labeller-changed", $"{labeller} is not what it was when the route was chosen (its model, prompt or settings changed): choose a route again.");
            if (!(await stage.AskAsync(project, opened.PaidBy(payer), rows, asked, cancellation)).Succeeded(out var labelled, out fault)) return fault;
            answers[labeller] = labelled;
        }

        return Judge(stored, judging, rows, answers);
    }

    /// <summary>The fault <c>route-is-reference</c>, where the route is.</summary>
    public static Fault? NothingToTest(StoredRoute route) => route.Definition.IsReferenceAlone
        ? Fault.Conflict("route-is-reference", $"The route {route.Hash[..12]} is the reference alone: there is nothing to compare.")
        : null;

    private static IEnumerable<(string Labeller, string Version)> LabellersOf(Route route)
        => route.Steps.Select(step => (step.Labeller, step.LabellerVersion)).Append((route.Reference.Labeller, route.Reference.LabellerVersion)).Distinct();

    // A text that differs from one that was learned from in case or punctuation alone is no evidence of its own.
    private async Task<Outcome<List<DatasetRow>>> FreshAsync(string project, Route route, Dataset judging, CancellationToken cancellation)
    {
        var made = new HashSet<string>(StringComparer.Ordinal) { route.DatasetHash };
        if (route.ModelHash is { } hash)
        {
            if (!(await registry.FindAsync(project, hash, cancellation)).Succeeded(out var model, out var unknown)) return unknown;
            made.Add(model.Card.DatasetHash);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in made)
        {
            if (!(await datasets.LoadAsync(project, one, cancellation)).Succeeded(out var dataset, out var fault)) return fault;
            seen.UnionWith(dataset.Rows.Where(row => row.Split != Split.Test).Select(row => GroupText.Of(row.Text)));
        }

        return judging.Rows.Where(row => row.Reviewed && !seen.Contains(GroupText.Of(row.Text))).DistinctBy(row => row.Text).ToList();
    }

    private static RetestedRoute Judge(
        StoredRoute stored, Dataset judging, List<DatasetRow> rows, Dictionary<string, IReadOnlyDictionary<string, TierAnswer>> answers)
    {
        var route = stored.Definition;
        var labels = route.Labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        // Where chance decides between two policies it decides row by row, as it does live.
        var (chance, space) = (new Random(1), route.Policy.Main.Space);
        var (right, referenceRight, wins, losses) = (0, 0, 0, 0);
        foreach (var row in rows)
        {
            var gold = IndexOf(row.Label);
            var reference = space.Same(IndexOf(Answer(route.Reference.Labeller, row)?.Label), gold);
            var routed = space.Same(Walk(route.Policy.Of(chance.NextDouble()), row), gold);
            if (routed) right++;
            if (reference) referenceRight++;
            if (routed && !reference) wins++;
            if (!routed && reference) losses++;
        }

        double Share(int count) => rows.Count == 0 ? 0 : (double)count / rows.Count;
        return new(stored.Hash, judging.Manifest.Hash, Share(right), Share(referenceRight), Certify(new(rows.Count, wins, losses), route.Evidence.Certificate));

        int Walk(RoutingPolicy policy, DatasetRow row) => PolicyWalk.Along(
            policy, route.Steps.Count,
            tier => Reply(Answer(route.Steps[tier].Labeller, row)),
            tier => Answer(route.Steps[tier].Labeller, row)!.Chances!.Novelty).Belief.Label;

        TierReply Reply(TierAnswer? answer) => new(IndexOf(answer?.Label), answer?.Confidence ?? double.NaN, answer?.Chances?.In(route.Labels));

        TierAnswer? Answer(string labeller, DatasetRow row) => answers[labeller].GetValueOrDefault(row.RecordId);

        int IndexOf(string? label) => label is not null && labels.TryGetValue(label, out var index) ? index : TierReply.NoLabel;
    }

    private static RouteCertificate Certify(PairedDifferences seen, RouteCertificate asked)
    {
        var (margin, confidence) = (asked.Margin, asked.Confidence);
        var state = PairedVerdict.Of(seen, margin, confidence);
        int? needed = state == CertificateState.NotEnoughData ? PairedVerdict.RowsThatWouldDo(seen, margin, confidence) : null;
        return new(
            state, asked.Settings, seen.Rows, seen.Wins, seen.Losses, seen.Rows == 0 ? -1 : MatchedPairsTest.Lower(seen, confidence),
            MatchedPairsTest.PValue(seen, margin), needed, [], Method, Reason(state, seen, asked, needed));
    }

    private static string Reason(CertificateState state, PairedDifferences seen, RouteCertificate asked, int? needed) => state switch
    {
        CertificateState.Certified => string.Create(
            CultureInfo.InvariantCulture,
            $"On {seen.Rows:N0} reviewed rows that it was not made on the route alone is right on {seen.Wins}, the reference alone on {seen.Losses}: shown again to lie at most {asked.Margin:P1} below the reference, with {asked.Confidence:P0} confidence."),
        CertificateState.NotEnoughData => string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Rows:N0} reviewed rows that the route was not made on are too few to show it: about {needed:N0} like these would do."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"On {seen.Rows:N0} reviewed rows that it was not made on the route lies {-seen.Mean:P1} below the reference, further than the margin of {asked.Margin:P1}: choose a route again."),
    };
}
