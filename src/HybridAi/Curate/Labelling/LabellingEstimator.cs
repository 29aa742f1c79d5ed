using System.Globalization;
using HybridAi.Curate.Ingestion;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Llm.Tokens;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// Says before a labelling run what it may cost: renders each prompt exactly as it would be sent, subtracts what is labelled already and what
/// the exact cache would answer, and takes lengths and times from the ledger's calls of the same labeller version. Discounts for cached input are not subtracted.
/// </summary>
public sealed class LabellingEstimator(RecordStore records, LabelStore labels, CallHistory history, CacheStore cache, TimeProvider clock)
{
    private const int KeysAtOnce = 500;

    // Below this, a share of errors is not worth its name.
    private const int FewestMeasured = 10;

    /// <summary>The estimate for labelling the records of a project.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="labeller">Who would label.</param>
    /// <param name="only">The records' ids; null: all.</param>
    /// <param name="concurrency">Records in flight at once.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<LabellingEstimate> EstimateAsync(
        string project, ILabeller labeller, IReadOnlySet<string>? only, int concurrency, CancellationToken cancellation)
    {
        var labelled = await labels.LabelledAsync(project, labeller, cancellation);
        var chat = labeller as ChatLabeller;
        var isPaid = chat is not null && chat.Model.Options.Provider != RecordedProvider.MemberName;
        var calls = isPaid ? await history.OfAsync(project, labeller, cancellation) : [];
        var counted = calls.GroupBy(call => call.RecordId).ToDictionary(group => group.Key, group => group.Last().InputTokens);
        var pairs = new List<(double Actual, double Estimated)>();
        var unsent = new PlannedCalls(cache);
        var (planned, done, tooLong) = (0L, 0L, 0L);
        await foreach (var record in records.ReadAsync(project, cancellation))
        {
            if (record.DuplicateOf is not null || only?.Contains(record.Id) == false) continue;
            var isPlanned = !labelled.Contains(record.Id);
            if (isPlanned) planned++;
            else done++;
            if (!isPaid || (!isPlanned && !counted.ContainsKey(record.Id))) continue;
            var call = chat!.Prepare(LabelRequest.For("", record));
            var estimated = call.Succeeded(out var prepared, out _) ? TokenEstimator.Count(prepared.Messages) : 0;
            if (counted.TryGetValue(record.Id, out var actual) && estimated > 0) pairs.Add((actual, estimated));
            if (!isPlanned) continue;
            if (prepared is null) tooLong++;
            else await unsent.AddAsync(chat.Model, prepared, estimated, cancellation);
        }

        if (!isPaid) return Free(labeller, planned, done);
        await unsent.LookAsync(cancellation);
        var (scale, error) = Measured(pairs);
        return Priced(chat!, new(planned, done, tooLong, unsent.Held), unsent.Tokens * scale, error, calls, concurrency);
    }

    /// <summary>The records that a pilot of so many asks for: those without a label, in the order of their hashes, which favours none.</summary>
    public async Task<IReadOnlySet<string>> PilotAsync(string project, ILabeller labeller, int count, CancellationToken cancellation)
    {
        var labelled = await labels.LabelledAsync(project, labeller, cancellation);
        var missing = await records.ReadAsync(project, cancellation)
            .Where(record => record.DuplicateOf is null && !labelled.Contains(record.Id))
            .Select(record => (record.Id, record.Hash)).ToListAsync(cancellation);
        return missing.OrderBy(record => record.Hash, StringComparer.Ordinal).Take(count).Select(record => record.Id).ToHashSet();
    }

    private LabellingEstimate Priced(
        ChatLabeller labeller, Counts counts, double input, double error, IReadOnlyList<CountedCall> calls, int concurrency)
    {
        var asked = counts.Planned - counts.TooLong - counts.Held;
        var perRecord = calls.Count == 0 ? 1 : (double)calls.Count / calls.Select(call => call.RecordId).Distinct().Count();
        input *= perRecord;
        var outputs = calls.Select(call => (double)call.OutputTokens).Order().ToList();
        double? mean = outputs.Count == 0 ? null : outputs.Average();
        double? high = outputs.Count == 0 ? labeller.Prompt.Settings.MaxTokens ?? labeller.Model.Options.MaxOutputTokens : outputs[(int)Math.Ceiling(0.95 * outputs.Count) - 1];
        var price = PriceList.Of(labeller.Model.Options).At(clock.GetUtcNow());
        var latencies = calls.Where(call => call.Latency is not null).Select(call => call.Latency!.Value.TotalSeconds).ToList();
        TimeSpan? time = latencies.Count == 0 ? null : TimeSpan.FromSeconds(asked * perRecord * latencies.Average() / concurrency);
        decimal? Cost(double share, double? output) => output is { } each ? price.Of((decimal)(input * share), (decimal)(each * asked * perRecord)) : null;
        return new(
            labeller.Name, counts.Planned, counts.Done, counts.TooLong, counts.Held, calls.Count, perRecord, (long)Math.Round(input), error, mean, high, price,
            Cost(1 - error, mean ?? 0), Cost(1, mean), Cost(1 + error, high), labeller.Model.Options.Endpoint is { IsLoopback: false }, time,
            calls.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $"Answers as in the ledger's {calls.Count:N0} calls of this prompt and model.")
                : "No call of this prompt and model stands in the ledger: a long answer is the longest that the prompt allows. A pilot would tell more.");
    }

    private static LabellingEstimate Free(ILabeller labeller, long planned, long done) => new(
        labeller.Name, planned, done, 0, 0, 0, 1, 0, 0, null, null, new ModelPrice(0, 0), 0, 0, 0, false, null, "No model is called, so nothing is paid.");

    // By how much the provider counts more than the estimator, and how far single prompts stray from that in 95 of 100 cases.
    private static (double Scale, double Error) Measured(List<(double Actual, double Estimated)> pairs)
    {
        if (pairs.Count < FewestMeasured) return (1, TokenEstimator.ErrorShare);
        var scale = pairs.Sum(pair => pair.Actual) / pairs.Sum(pair => pair.Estimated);
        var strays = pairs.Select(pair => Math.Abs((pair.Actual / (pair.Estimated * scale)) - 1)).Order().ToList();
        return (scale, strays[(int)Math.Ceiling(0.95 * strays.Count) - 1]);
    }

    private sealed record Counts(long Planned, long Done, long TooLong, long Held);

    // Calls that would be made, without those that an answer is kept for; many are looked for at once.
    private sealed class PlannedCalls(CacheStore cache)
    {
        private readonly Dictionary<string, long> _unlooked = new(StringComparer.Ordinal);

        public long Tokens { get; private set; }

        public long Held { get; private set; }

        public async Task AddAsync(Model model, PromptedCall call, long tokens, CancellationToken cancellation)
        {
            Tokens += tokens;
            if (!cache.Options.Enabled || cache.KeyOf(model.Alias, model.Options, call.Messages, ContextLimitChatClient.Bounded(call.Options, model.Options)) is not { } key) return;
            _unlooked[key] = tokens;
            if (_unlooked.Count == KeysAtOnce) await LookAsync(cancellation);
        }

        public async Task LookAsync(CancellationToken cancellation)
        {
            foreach (var key in await cache.HeldAsync(_unlooked.Keys, cancellation))
            {
                Held++;
                Tokens -= _unlooked[key];
            }

            _unlooked.Clear();
        }
    }
}
