using System.Collections.Concurrent;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Review;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Storage;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// Answers texts along the project's live route and writes every answer into the ledger. A request keeps the route that was live when it
/// came; the next one takes the new route.
/// </summary>
public sealed class Predictor : IDisposable
{
    private readonly LiveRoutes _live;
    private readonly Ledger _ledger;
    private readonly DecisionLog _decisions;
    private readonly TierCall _call;
    private readonly ReviewIntake _people;
    private readonly Beside? _beside;
    private readonly PredictionJournal? _journal;
    private readonly IngestionOptions _bounds;
    private readonly PredictionOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>A predictor; nothing is opened before the first request.</summary>
    public Predictor(
        RouteStore routes, OpenLabeller open, Ledger ledger, DecisionLog decisions, ReviewIntake people, IngestionOptions bounds, PredictionOptions options, TimeProvider clock,
        ILogger<Predictor> logger, Beside? beside = null, PredictionJournal? journal = null)
    {
        (_live, _ledger, _call) = (new(routes, beside, open, clock, logger), ledger, new(clock, logger));
        (_decisions, _people, _beside, _bounds, _options, _clock) = (decisions, people, beside, bounds, options, clock);
        _journal = journal;
    }

    /// <inheritdoc/>
    public void Dispose() => _live.Dispose();

    /// <summary>Answers the texts in their order, at the expense of the project alone.</summary>
    /// <inheritdoc cref="PredictAsync(string, Payer, IReadOnlyList{PredictionRequest}, PredictionLimits, CancellationToken)"/>
    public Task<Outcome<IReadOnlyList<Prediction>>> PredictAsync(string project, IReadOnlyList<PredictionRequest> texts, CancellationToken cancellation)
        => PredictAsync(project, Payer.Project, texts, PredictionLimits.None, cancellation);

    /// <summary>Answers the texts in their order. One that can't be answered holds a fault and does not stop the others.</summary>
    /// <param name="project">The project.</param>
    /// <param name="payer">Who pays.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="limits">What is allowed for each text that has no limits of its own.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>
    /// One prediction a text, or a fault of the whole request: <c>texts-missing</c>, <c>texts-too-many</c>, <c>route-missing</c>, or limits that don't fit the route.
    /// </returns>
    /// <exception cref="OperationCanceledException">Cancelled; what was answered before stands in the ledger.</exception>
    public async Task<Outcome<IReadOnlyList<Prediction>>> PredictAsync(
        string project, Payer payer, IReadOnlyList<PredictionRequest> texts, PredictionLimits limits, CancellationToken cancellation)
    {
        if (texts.Count == 0) return Fault.BadInput("texts-missing", "The request holds no text.");
        if (texts.Count > _options.MaxTexts)
        {
            return Fault.BadInput(
                "texts-too-many", $"The request holds {texts.Count} texts; at most {_options.MaxTexts} are answered at once: send several requests.");
        }

        if (!(await _live.GetAsync(project, cancellation)).Succeeded(out var arms, out var missing)) return missing;
        if (limits.Over(arms.Champion.Definition.Steps).Fault is { } unfit) return unfit;
        texts = [.. texts.Select(text => RequestedRow.Of(arms.Champion.Definition.Project, text))];

        var requestId = $"predict-{Guid.CreateVersion7(_clock.GetUtcNow()):N}";
        _beside?.Begin(arms, requestId);
        var answers = new Prediction[texts.Count];
        var lines = new ConcurrentBag<LedgerEntry>();
        var decided = new ConcurrentBag<Decided>();
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, texts.Count),
                new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellation },
                async (i, token) =>
                {
                    var id = string.IsNullOrEmpty(texts[i].Id) ? $"{requestId}-{i}" : texts[i].Id!;
                    // A tier that a caller names is one of the champion's: a candidate may not have it.
                    var named = (texts[i].Limits?.Within(limits) ?? limits) is { Tier: not null } or { MinTier: not null };
                    var route = named ? arms.Champion : arms.Of(requestId, id);
                    answers[i] = Bounds(route, texts[i], limits).Succeeded(out var bounds, out var fault)
                        ? await new RouteWalk(route, payer, _call, _options, _clock).RunAsync(requestId, id, texts[i].Text, bounds, token)
                        : new(id, null, 0, null, [], 0, 0, TimeSpan.Zero, null, fault, route.Versions);
                    lines.Add(PredictionLine.Of(_clock.GetUtcNow(), project, requestId, answers[i]));
                    decided.Add(new(texts[i].Text, answers[i]));
                });
        }
        finally
        {
            await EndAsync(arms, project, requestId, texts, answers, lines, decided);
        }

        return answers;
    }

    /// <summary>
    /// Answers one text without limits, by the route as it was seen a moment ago. An answer that cost nothing is accounted for behind the caller's back, as
    /// <see cref="PredictionJournal"/> says; any other stands in the ledger before this returns.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="payer">Who pays.</param>
    /// <param name="request">The text; limits of its own are not looked at.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>
    /// The prediction and the route that was live, or a fault of the request: <c>route-missing</c>, <c>account-behind</c>.
    /// </returns>
    public async ValueTask<Outcome<RoutedPrediction>> AnswerAsync(string project, Payer payer, PredictionRequest request, CancellationToken cancellation)
    {
        if (!(await _live.GetRecentAsync(project, cancellation)).Succeeded(out var arms, out var missing)) return missing;
        var route = arms.Champion;
        request = RequestedRow.Of(route.Definition.Project, request);
        if (_journal is null || arms.Candidate is not null || request.Unfit(_bounds) is not null)
        {
            return (await PredictAsync(project, payer, [request], PredictionLimits.None, cancellation))
                .Then<RoutedPrediction>(all => new RoutedPrediction(all[0], arms.Named(all[0].Versions.Route).ETag));
        }

        var now = _clock.GetUtcNow();
        var requestId = $"predict-{Guid.CreateVersion7(now):N}";
        var id = string.IsNullOrEmpty(request.Id) ? $"{requestId}-0" : request.Id;
        var answer = await new RouteWalk(route, payer, _call, _options, _clock).RunAsync(requestId, id, request.Text, WalkBounds.None, cancellation);
        if (IsFree(answer))
        {
            if (!_journal.TryKeep(new(route, requestId, request.Text, answer, now)))
                return Fault.Unavailable("account-behind", "The account of predictions can't be written as fast as they come, or not at all: try again in a moment.");
            _beside?.Watch(project, [request], [answer]);
            return new RoutedPrediction(answer, route.ETag);
        }

        Prediction[] answers = [answer];
        await EndAsync(arms, project, requestId, [request], answers, [PredictionLine.Of(_clock.GetUtcNow(), project, requestId, answer)], [new(request.Text, answer)]);
        return new RoutedPrediction(answers[0], route.ETag);
    }

    /// <summary>The route that a batch goes along: the one that it began with, or the live one.</summary>
    internal async Task<Outcome<LiveRoute>> OpenAsync(string project, string? hash, CancellationToken cancellation)
    {
        if (hash is not null) return await _live.OpenAsync(project, hash, cancellation);
        return (await _live.GetAsync(project, cancellation)).Then<LiveRoute>(arms => arms.Champion);
    }

    /// <summary>Answers a row of a batch along its route; what was paid for stands in ledger and decisions before this returns.</summary>
    internal async ValueTask<Prediction> AnswerAsync(LiveRoute route, Payer payer, string requestId, string id, string text, CancellationToken cancellation)
    {
        if (PredictionRequest.Unfit(text, _bounds) is { } unfit) return new(id, null, 0, null, [], 0, 0, TimeSpan.Zero, null, unfit, route.Versions);
        var answer = await new RouteWalk(route, payer, _call, _options, _clock).RunAsync(requestId, id, text, WalkBounds.None, cancellation);
        if (IsFree(answer)) return answer;
        var project = route.Definition.Project.Name;
        Prediction[] answers = [answer];
        await EndAsync(new(route), project, requestId, [new(id, text)], answers, [PredictionLine.Of(_clock.GetUtcNow(), project, requestId, answer)], [new(text, answer)]);
        return answers[0];
    }

    // Nobody was called, and nobody is to be.
    private static bool IsFree(Prediction answer)
    {
        foreach (var step in answer.Reason)
            if (step.CostUsd != 0 || !AnswerMemory.IsFree(step.Tier))
                return false;
        return true;
    }

    private async Task EndAsync(
        LiveArms arms, string project, string requestId, IReadOnlyList<PredictionRequest> texts, Prediction[] answers, IReadOnlyCollection<LedgerEntry> lines,
        IReadOnlyCollection<Decided> decided)
    {
        await Task.WhenAll([
            _ledger.AppendAsync(lines, CancellationToken.None),
            .. decided.GroupBy(one => one.Answer.Versions.Route)
                .Select(arm => _decisions.AppendAsync(requestId, arms.Named(arm.Key), [.. arm], arm.First().Answer.Versions.Arm)),
        ]);
        await HandOverAsync(project, texts, answers);
        if (_beside is not null) await _beside.EndAsync(arms, requestId, texts, answers, CancellationToken.None);
    }

    // Whoever was promised a person gets one, even if he has gone meanwhile.
    private async Task HandOverAsync(string project, IReadOnlyList<PredictionRequest> texts, Prediction?[] answers)
    {
        var handed = Enumerable.Range(0, answers.Length).Where(i => answers[i] is { WantsPerson: true }).ToList();
        if (handed.Count == 0) return;
        var asked = await _people.AskAsync(project, [.. handed.Select(i => texts[i].Text)], CancellationToken.None);
        foreach (var i in handed)
        {
            answers[i] = asked.Succeeded(out var records, out var fault)
                ? answers[i]! with { AskedRecord = records[texts[i].Text] }
                : answers[i]! with { Label = null, Confidence = 0, Degraded = null, Fault = fault, Certified = false };
        }
    }

    private Outcome<WalkBounds> Bounds(LiveRoute route, PredictionRequest request, PredictionLimits limits)
        => request.Unfit(_bounds) is { } fault ? fault : (request.Limits?.Within(limits) ?? limits).Over(route.Definition.Steps);
}

/// <summary>A prediction, and the tag of the route that gave it.</summary>
/// <param name="Answer">The prediction.</param>
/// <param name="ETag">The route as an entity tag.</param>
public sealed record RoutedPrediction(Prediction Answer, string ETag);
