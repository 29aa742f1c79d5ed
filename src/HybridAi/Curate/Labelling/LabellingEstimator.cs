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
        var (asked, samples) = labeller is SelfConsistentLabeller several ? (several.Inner, several.Samples) : (labeller, 1);
        var prompted = asked is IPromptedLabeller { Model.Options.Provider: not RecordedProvider.MemberName } paid ? paid : null;
        var calls = prompted is not null ? await history.OfAsync(project, labeller, cancellation) : [];
        var counted = calls.Where(call => call.RecordId is not null).GroupBy(call => call.RecordId!).ToDictionary(group => group.Key, group => group.Last().InputTokens);
        var pairs = new List<(double Actual, double Estimated)>();
        var unsent = new PlannedCalls(cache, samples);
        var waiting = new List<LabelRequest>();
        var (planned, done) = (0L, 0L);
        await foreach (var record in records.ReadAsync(project, cancellation))
        {
            if (record.DuplicateOf is not null || only?.Contains(record.Id) == false) continue;
            var isPlanned = !labelled.Contains(record.Id);
            if (isPlanned) planned++;
            else done++;
            if (prompted is null) continue;
            var request = LabelRequest.For("", record);
            if (counted.TryGetValue(record.Id, out var actual) && prompted.BatchSize == 1 && prompted.Prepare([request]).Succeeded(out var sent, out _))
                pairs.Add((actual, TokenEstimator.Count(sent.Messages)));
            if (isPlanned) waiting.Add(request);
            if (waiting.Count < prompted.BatchSize) continue;
            await unsent.AddAsync(prompted, waiting, cancellation);
            waiting.Clear();
        }

        if (prompted is null) return Free(labeller, planned, done);
        if (waiting.Count > 0) await unsent.AddAsync(prompted, waiting, cancellation);
        await unsent.LookAsync(cancellation);
        var (scale, error) = Measured(pairs);
        return Priced(labeller, prompted, new(planned, done, unsent.TooLong, unsent.Held, unsent.Calls, samples), unsent.Tokens * scale, error, calls, concurrency);
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
        ILabeller labeller, IPromptedLabeller prompted, Counts counts, double input, double error, IReadOnlyList<CountedCall> calls, int concurrency)
    {
        // Calls beyond the first for the same records: second attempts, whole lists after shortlists, singles after batches.
        var before = prompted.BatchSize == 1 ? calls.Select(call => call.RecordId).Distinct().Count() * counts.Samples : Math.Ceiling((double)counts.Done / prompted.BatchSize) * counts.Samples;
        var again = calls.Count == 0 || before == 0 ? 1 : Math.Max(1, calls.Count / before);
        var asked = counts.Calls * again;
        var perRecord = (double)counts.Samples / prompted.BatchSize * again;
        input *= again;
        var outputs = calls.Select(call => (double)call.OutputTokens).Order().ToList();
        double? mean = outputs.Count == 0 ? null : outputs.Average();
        double? high = outputs.Count == 0 ? (prompted.MostOutputTokens * prompted.BatchSize) ?? prompted.Model.Options.MaxOutputTokens : outputs[(int)Math.Ceiling(0.95 * outputs.Count) - 1];
        var price = PriceList.Of(prompted.Model.Options).At(clock.GetUtcNow());
        var latencies = calls.Where(call => call.Latency is not null).Select(call => call.Latency!.Value.TotalSeconds).ToList();
        TimeSpan? time = latencies.Count == 0 ? null : TimeSpan.FromSeconds(asked * latencies.Average() / concurrency);
        decimal? Cost(double share, double? output) => output is { } each ? price.Of((decimal)(input * share), (decimal)(each * asked)) : null;
        return new(
            labeller.Name, counts.Planned, counts.Done, counts.TooLong, counts.Held, calls.Count, perRecord, (long)Math.Round(input), error, mean, high, price,
            Cost(1 - error, mean ?? 0), Cost(1, mean), Cost(1 + error, high), prompted.Model.Options.Endpoint is { IsLoopback: false }, time,
            Basis(labeller, calls.Count));
    }

    private static string Basis(ILabeller labeller, int calls)
    {
        var basis = calls > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Answers as in the ledger's {calls:N0} calls of this prompt and model.")
            : "No call of this prompt and model stands in the ledger: a long answer is the longest that the prompt allows. A pilot would tell more.";
        return labeller.Remark is { } remark ? $"{basis} {remark}" : basis;
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

    private sealed record Counts(long Planned, long Done, long TooLong, long Held, long Calls, int Samples);

    // Calls that would be made, without those that an answer is kept for; many are looked for at once.
    private sealed class PlannedCalls(CacheStore cache, int samples)
    {
        private readonly Dictionary<string, (long Tokens, int Records)> _unlooked = new(StringComparer.Ordinal);
        private long _heldRecords;

        public long Tokens { get; private set; }

        public long Calls { get; private set; }

        public long TooLong { get; private set; }

        // A record of several samples is free when all of them are.
        public long Held => _heldRecords / samples;

        public async Task AddAsync(IPromptedLabeller labeller, List<LabelRequest> requests, CancellationToken cancellation)
        {
            for (var sample = 1; sample <= samples; sample++)
            {
                List<LabelRequest> drawn = [.. requests.Select(request => samples == 1 ? request : request with { Sample = sample })];
                if (labeller.Prepare(drawn).Succeeded(out var call, out _)) await AddAsync(labeller.Model, call, requests.Count, cancellation);
                else if (requests.Count == 1) TooLong += sample == 1 ? 1 : 0;
                else foreach (var one in drawn) await AddOneAsync(labeller, one, sample, cancellation);
            }
        }

        public async Task LookAsync(CancellationToken cancellation)
        {
            foreach (var key in await cache.HeldAsync(_unlooked.Keys, cancellation))
            {
                var (tokens, held) = _unlooked[key];
                _heldRecords += held;
                Tokens -= tokens;
                Calls--;
            }

            _unlooked.Clear();
        }

        // What is too long together is asked for singly.
        private async Task AddOneAsync(IPromptedLabeller labeller, LabelRequest request, int sample, CancellationToken cancellation)
        {
            if (labeller.Prepare([request]).Succeeded(out var call, out _)) await AddAsync(labeller.Model, call, 1, cancellation);
            else if (sample == 1) TooLong++;
        }

        private async Task AddAsync(Model model, PromptedCall call, int about, CancellationToken cancellation)
        {
            var tokens = TokenEstimator.Count(call.Messages);
            Tokens += tokens;
            Calls++;
            if (!cache.Options.Enabled || cache.KeyOf(model.Alias, model.Options, call.Messages, ContextLimitChatClient.Bounded(call.Options, model.Options)) is not { } key) return;
            if (!_unlooked.TryAdd(key, (tokens, about))) return;
            if (_unlooked.Count == KeysAtOnce) await LookAsync(cancellation);
        }
    }
}
