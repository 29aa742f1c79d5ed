using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Decisions;

/// <summary>A text and what was predicted for it.</summary>
/// <param name="Text">The text; kept only where the decision is audited, and no longer than that takes.</param>
/// <param name="Answer">The prediction.</param>
internal sealed record Decided(string Text, Prediction.Prediction Answer);

/// <summary>
/// Writes down every decision along a route and draws the audits. The draw can be repeated from ids and text, so that a caller's retry under the same id
/// draws the same; whether a decision is audited is known to nobody before it was made.
/// </summary>
public sealed class DecisionLog(IDatabase database, DecisionOptions options, TimeProvider clock)
{
    private const string InsertDecision =
        """
        INSERT INTO decisions (id, project, at, request_id, record_id, route, arm, text_hash, label, reliability, tier, outcome, cost_nano,
          reference_cost_nano, asked, ways)
        VALUES (@Id, @Project, @At, @RequestId, @RecordId, @Route, @Arm, @TextHash, @Label, @Reliability, @Tier, @Outcome, @CostNano,
          @ReferenceCostNano, @Asked, @Ways)
        """;

    private const string InsertAudit =
        """
        INSERT INTO audits (decision, project, text, judge, state, next_at, created_at) VALUES (@Id, @Project, @Text, @Judge, 'Open', @At, @At)
        """;

    private static readonly SharedWrite<IReadOnlyCollection<DecisionLine>> Write = new(place: 0, async (session, callers) =>
    {
        foreach (var lines in callers)
            foreach (var line in lines)
                await WriteAsync(session, line);
    });

    /// <summary>Writes the decisions of one request along one route, in one transaction and together with what others write at the same time.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="route">The route that was gone.</param>
    /// <param name="decided">What was decided; a text that no tier was asked for is no decision.</param>
    /// <param name="arm">Why this route was gone: one of <see cref="DecisionArms"/>.</param>
    /// <param name="auditShare">Share that is audited; null: as the settings say.</param>
    /// <returns>The decisions, in the order in which they came.</returns>
    internal async Task<IReadOnlyList<Decision>> AppendAsync(
        string requestId, LiveRoute route, IReadOnlyCollection<Decided> decided, string arm = DecisionArms.Champion, double? auditShare = null)
    {
        if (!options.Enabled) return [];
        var share = auditShare ?? options.AuditShare;
        var lines = decided.Where(one => one.Answer.Walk is not null).Select(one => LineOf(requestId, route, one, arm, share)).ToList();
        if (lines.Count > 0) await database.Writes.AddAsync(Write, lines);
        return [.. lines.Select(line => line.Decision)];
    }

    /// <summary>Whether the decision on a text is audited, as far as the settings say.</summary>
    internal bool IsAudited(string project, string route, string id, string textHash) => options.Enabled && IsAudited(project, route, id, textHash, options.AuditShare);

    /// <summary>The line of a prediction that was answered before; null where there is none to be written.</summary>
    internal DecisionLine? LineOf(PagedPrediction one, StoredRoute route, string arm) => options.Enabled && one.Answer.Walk is not null
        ? LineOf(one.At, one.RequestId, route.Hash, route.Definition, one.Answer, one.TextHash, one.AuditText, arm, options.AuditShare)
        : null;

    private static bool IsAudited(string project, string route, string id, string textHash, double share)
        => share > 0 && SeededChance.Of("audit", project, route, id, textHash) < share;

    private DecisionLine LineOf(string requestId, LiveRoute route, Decided decided, string arm, double share)
    {
        var textHash = ContentHash.Of(decided.Text);
        var audited = IsAudited(route.Definition.Project.Name, route.Hash, decided.Answer.Id, textHash, share);
        return LineOf(clock.GetUtcNow(), requestId, route.Hash, route.Definition, decided.Answer, textHash, audited ? decided.Text : null, arm, share);
    }

    private DecisionLine LineOf(
        DateTimeOffset at, string requestId, string hash, Route route, Prediction.Prediction answer, string textHash, string? auditText, string arm, double share)
    {
        var decision = new Decision(
            $"decision-{Guid.CreateVersion7(at):N}", route.Project.Name, at, requestId, answer.Id, hash, arm, textHash, answer.Label,
            answer.Confidence, answer.Tier, answer.Fault?.Code ?? answer.Degraded?.Code ?? "ok", answer.CostUsd, answer.ReferenceCostUsd,
            Asked(route, answer), DecisionWays.Of(route, answer.Walk!, share));
        return new(decision, auditText, options.AuditBy);
    }

    private static List<DecisionTier> Asked(Route route, Prediction.Prediction answer)
    {
        var asked = new List<DecisionTier>();
        foreach (var step in answer.Reason)
        {
            var place = route.Steps.Index().First(one => one.Item.Tier == step.Tier).Index;
            if (answer.Walk!.Replies[place] is not { } reply) continue;
            asked.Add(new(
                step.Tier, step.Labeller, step.Label, double.IsNaN(reply.Confidence) ? null : reply.Confidence, step.Reliability, step.CostUsd,
                step.Latency?.TotalMilliseconds, step.Label is null ? step.Why : null)
            {
                Chances = DecisionTier.Packed(reply.Chances), Novelty = reply.Chances is null ? null : answer.Walk.Novelty,
            });
        }

        return asked;
    }

    /// <summary>Writes a line within somebody's transaction.</summary>
    internal static async Task WriteAsync(Session session, DecisionLine line)
    {
        var decision = line.Decision;
        await session.ExecuteAsync(
            InsertDecision,
            ("@Id", decision.Id), ("@Project", decision.Project), ("@At", decision.At), ("@RequestId", decision.RequestId), ("@RecordId", decision.RecordId),
            ("@Route", decision.Route), ("@Arm", decision.Arm), ("@TextHash", decision.TextHash), ("@Label", decision.Label),
            ("@Reliability", decision.Reliability), ("@Tier", decision.Tier), ("@Outcome", decision.Outcome), ("@CostNano", Usd.ToNano(decision.CostUsd)),
            ("@ReferenceCostNano", Usd.ToNano(decision.ReferenceCostUsd)), ("@Asked", Json.Write(decision.Asked)), ("@Ways", Json.Write(decision.Ways)));
        if (line.AuditText is not { } text) return;
        await session.ExecuteAsync(
            InsertAudit,
            ("@Id", decision.Id), ("@Project", decision.Project), ("@Text", text), ("@Judge", line.Judge.ToString()), ("@At", decision.At));
    }
}

/// <summary>A decision to be written.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="AuditText">The text, where it is audited; otherwise null.</param>
/// <param name="Judge">Who judges the audit.</param>
internal sealed record DecisionLine(Decision Decision, string? AuditText, AuditJudge Judge);
