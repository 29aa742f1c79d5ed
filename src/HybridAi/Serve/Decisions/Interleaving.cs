using Dapper;
using HybridAi.Learning.OffPolicy;
using HybridAi.Serve.Prediction;
using HybridAi.Storage;

namespace HybridAi.Serve.Decisions;

/// <summary>
/// Champion and challenger on the same requests: where they do the same there is nothing to choose; where they differ a coin that can be tossed again decides
/// whose answer is given, and a share is audited. The pair is written down, and audits tell who was right.
/// </summary>
/// <remarks>
/// Both walks are paid for. What is compared is agreement with the reference, or with a person where one has spoken. A pair whose audit failed counts as if
/// the champion alone were right: a challenger gains nothing from what nobody could find out.
/// </remarks>
public sealed class Interleaving(IDatabase database, DecisionLog log, TimeProvider clock)
{
    private const string Insert =
        """
        INSERT INTO interleavings (project, at, champion_route, challenger_route, champion, challenger, differ, served, audit_share)
        VALUES (@Project, @At, @ChampionRoute, @ChallengerRoute, @Champion, @Challenger, @Differ, @Served, @AuditShare)
        """;

    private const string Pairs =
        """
        SELECT p.differ, p.served, p.audit_share, c.label AS champion_label, h.label AS challenger_label, c.cost_nano AS champion_nano,
          h.cost_nano AS challenger_nano, COALESCE(c.gold, h.gold) AS gold, a.state, a.reference_label
        FROM interleavings p JOIN decisions c ON c.id = p.champion JOIN decisions h ON h.id = p.challenger LEFT JOIN audits a ON a.decision = p.champion
        WHERE p.project = @project AND p.champion_route = @champion AND p.challenger_route = @challenger ORDER BY p.seq
        """;

    /// <summary>Decides whose answer is given, and writes the pair down.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="text">The text.</param>
    /// <param name="champion">The champion's walk.</param>
    /// <param name="challenger">The challenger's, for the same text and id.</param>
    /// <param name="auditShare">Share of the pairs that differ which is audited, above 0 and at most 1; the same for a whole comparison.</param>
    /// <param name="cancellation">Cancels.</param>
    internal async Task<InterleavedPrediction> ServeAsync(
        string requestId, string text, Walked champion, Walked challenger, double auditShare, CancellationToken cancellation)
    {
        var choice = Choose(requestId, champion, challenger);
        var keeps = choice.Served == Side.Champion;
        var answer = keeps ? champion.Answer : challenger.Answer;
        // The champion's audit hears the reference for both. Whatever is served has its chance of an audit, or a what-if could say nothing of it.
        var first = await log.AppendAsync(
            requestId, champion.Route, [new(text, champion.Answer)], keeps ? DecisionArms.Champion : DecisionArms.Shadow, choice.Differ ? auditShare : null);
        var second = await log.AppendAsync(
            requestId, challenger.Route, [new(text, challenger.Answer)], keeps ? DecisionArms.Shadow : DecisionArms.Canary, keeps ? 0 : null);
        if (first.Count == 0 || second.Count == 0) return new(answer, choice);
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            Insert,
            new
            {
                Project = champion.Route.Definition.Project.Name, At = clock.GetUtcNow(), ChampionRoute = champion.Route.Hash, ChallengerRoute = challenger.Route.Hash, Champion = first[0].Id,
                Challenger = second[0].Id, Differ = choice.Differ ? 1L : 0, Served = choice.Served.ToString(), AuditShare = auditShare,
            },
            cancellationToken: cancellation));
        return new(answer, choice);
    }

    /// <summary>
    /// What the pairs say by now. Pairs count in the order in which they came, up to the first whose audit is still open: a comparison that passed over it would
    /// see the quick audits first.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="champion">The champion's hash.</param>
    /// <param name="challenger">The challenger's hash.</param>
    /// <param name="settings">Settings; the audit share is that of the pairs.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<(ComparisonState State, CostComparison Cost)> CompareAsync(
        string project, string champion, string challenger, ComparisonSettings settings, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var pairs = (await connection.QueryAsync<Pair>(new CommandDefinition(
            Pairs, new { project, champion, challenger }, cancellationToken: cancellation))).ToList();
        if (pairs.Count > 0) settings = settings with { AuditShare = pairs[^1].AuditShare };
        var rows = pairs.Where(pair => pair.AuditShare == settings.AuditShare).TakeWhile(pair => !pair.IsOpen).Select(pair => pair.ToRow(settings.HighestCostUsd)).ToList();
        return (PairedComparison.Of(rows, settings).State, CostComparison.Of(rows, settings));
    }

    private static InterleavedChoice Choose(string requestId, Walked champion, Walked challenger)
    {
        var (one, other) = (champion.Answer, challenger.Answer);
        if (one.Label == other.Label && Labellers(champion).SetEquals(Labellers(challenger))) return InterleavedChoice.Same;
        var coin = Chance.Of("interleaving", champion.Route.Hash, challenger.Route.Hash, requestId, one.Id);
        return new(true, coin < 0.5 ? Side.Champion : Side.Challenger, 0.5);
    }

    private static HashSet<(string, string)> Labellers(Walked walked)
        => [.. walked.Answer.Reason.Select(step => (step.Labeller, walked.Answer.Versions.Labellers[step.Labeller]))];

    private sealed class Pair
    {
        public long Differ { get; init; }
        public string Served { get; init; } = "";
        public double AuditShare { get; init; }
        public string? ChampionLabel { get; init; }
        public string? ChallengerLabel { get; init; }
        public long? ChampionNano { get; init; }
        public long? ChallengerNano { get; init; }
        public string? Gold { get; init; }
        public string? State { get; init; }
        public string? ReferenceLabel { get; init; }

        public bool IsOpen => State == nameof(AuditState.Open);

        public InterleavedRow ToRow(double highest)
        {
            if (Differ == 0) return new(InterleavedChoice.Same, null);
            var choice = new InterleavedChoice(true, Enum.Parse<Side>(Served), 0.5);
            if (State is null) return new(choice, null);
            var (right, costs) = (Gold ?? ReferenceLabel, (Champion: CostOf(ChampionNano, highest), Challenger: CostOf(ChallengerNano, highest)));
            return new(choice, right is null
                ? new(true, false, costs.Champion, costs.Challenger)
                : new(ChampionLabel == right, ChallengerLabel == right, costs.Champion, costs.Challenger));
        }

        // What is not known, or more than the settings call the most, counts as the most.
        private static double CostOf(long? nano, double highest) => Math.Min((double?)Usd.FromNano(nano) ?? highest, highest);
    }
}
