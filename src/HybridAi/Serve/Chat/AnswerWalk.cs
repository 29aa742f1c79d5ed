using System.Globalization;
using System.Runtime.CompilerServices;
using HybridAi.Documents.Answering;

namespace HybridAi.Serve.Chat;

/// <summary>
/// Goes along a route of answerers. An answer that may still be passed over is shown only once it stands; the last answerer's is shown as it comes about.
/// </summary>
internal sealed class AnswerWalk(AnswerStage stage, AnswerRoute route)
{
    private readonly List<AnswerStep> _steps = [];

    /// <summary>Who was asked so far, and why it went on or ended.</summary>
    public IReadOnlyList<AnswerStep> Steps => _steps;

    /// <summary>What the answerer whose answer stands cost alone; null where unknown.</summary>
    public decimal? OwnCostUsd { get; private set; }

    /// <summary>The answer's parts, or what is wrong with the question or an answerer before anything was asked.</summary>
    public async Task<Outcome<IAsyncEnumerable<AnswerPart>>> BeginAsync(AskRequest ask, CancellationToken cancellation)
    {
        var asked = Enumerable.Range(0, route.Answerers.Count).Where(place => place == route.Answerers.Count - 1 || route.StandsFrom[place] <= 1).ToList();
        var first = await stage.BeginAsync(ask with { Answerer = route.Answerers[asked[0]] }, cancellation);
        return first.Then(parts => Success.Of(WalkAsync(ask, asked, parts, cancellation)));
    }

    private async IAsyncEnumerable<AnswerPart> WalkAsync(
        AskRequest ask, List<int> asked, IAsyncEnumerable<AnswerPart> first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var spent = (CostUsd: (decimal?)0, Input: (long?)null, Output: (long?)null, Latency: TimeSpan.Zero);
        var parts = first;
        Answer? before = null;
        for (var turn = 0; turn < asked.Count; turn++)
        {
            var name = route.Answerers[asked[turn]];
            if (turn > 0)
            {
                if (!(await stage.BeginAsync(ask with { Answerer = name }, cancellation)).Succeeded(out var next, out var fault))
                {
                    // A dear answerer that can't be had leaves what the cheaper one said, marked: it was not sure enough to stand.
                    _steps.Add(new(name, null, null, false, $"could not be asked: {fault.Reason}", 0));
                    before = before! with { Remarks = [.. before.Remarks, $"{name} could not be asked: what stands here is the answer of a cheaper one that was to be passed over."] };
                    continue;
                }

                parts = next;
            }

            if (turn == asked.Count - 1)
            {
                await foreach (var part in parts.WithCancellation(cancellation)) yield return Ended(part, name);
                yield break;
            }

            var answer = await parts.WholeAsync(cancellation);
            var (sure, from) = (AnswerRoute.Sureness(answer), route.StandsFrom[asked[turn]]);
            OwnCostUsd = answer.CostUsd;
            before = Counted(answer);
            var stands = sure >= from;
            _steps.Add(new(name, sure, from, stands, Why(sure, from, stands, route.Answerers[asked[turn + 1]]), answer.CostUsd));
            if (stands) break;
            spent = (before.CostUsd, before.InputTokens, before.OutputTokens, before.Latency);
        }

        foreach (var part in before!.Parts()) yield return part;

        AnswerPart Ended(AnswerPart part, string name)
        {
            if (part is AnswerPart.Usage usage) return new AnswerPart.Usage(usage.CostUsd + spent.CostUsd, Sum(usage.InputTokens, spent.Input), Sum(usage.OutputTokens, spent.Output));
            if (part is not AnswerPart.Whole { Answer: var answer }) return part;
            OwnCostUsd = answer.CostUsd;
            _steps.Add(new(name, AnswerRoute.Sureness(answer), null, true, "nobody further to ask: the answer stands", answer.CostUsd));
            return new AnswerPart.Whole(Counted(answer));
        }

        Answer Counted(Answer answer) => answer with
        {
            CostUsd = answer.CostUsd + spent.CostUsd, InputTokens = Sum(answer.InputTokens, spent.Input), OutputTokens = Sum(answer.OutputTokens, spent.Output),
            Latency = answer.Latency + spent.Latency,
        };
    }

    private static long? Sum(long? one, long? other) => one is null ? other : one + (other ?? 0);

    private static string Why(double sure, double from, bool stands, string next) => stands
        ? string.Create(CultureInfo.InvariantCulture, $"sure enough: {sure:0.000} ≥ {from:0.000}")
        : string.Create(CultureInfo.InvariantCulture, $"escalated to {next}: {sure:0.000} < {from:0.000}");
}
