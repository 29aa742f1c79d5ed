using System.Data.Common;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Gives each text the vector that an equal text was given: out of storage, or together with one that is under way. Only the missing texts
/// are sent on, each once. A call for which nobody was asked costs 0; the ledger has its line with the outcome <c>cache-hit</c>. A failure is
/// every waiting caller's and is not kept. Calls of different projects or keys don't wait together: each has budgets of its own.
/// </summary>
/// <param name="inner">The rest of the gateway.</param>
/// <param name="alias">The model's alias.</param>
/// <param name="model">Who serves it, under which id.</param>
/// <param name="store">Where vectors are kept.</param>
/// <param name="account">Books answers for which nobody was asked.</param>
/// <param name="clock">Measures and dates.</param>
/// <param name="logger">Hears of vectors that could not be kept.</param>
internal sealed partial class CacheEmbeddingGenerator(
    IEmbeddingGenerator<string, Embedding<float>> inner, string alias, ModelOptions model, VectorStore store, CacheAccount account, TimeProvider clock,
    ILogger logger)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private readonly VectorFlights _flights = new();

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyList<string> ?? [.. values];
        var (context, started) = (CallContext.Of(options), clock.GetTimestamp());
        if (texts.Count == 0 || context.BypassCache || VectorKey.Of(model, context, options) is not { } keyOf)
            return await base.GenerateAsync(texts, options, cancellationToken);
        var byKey = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = texts.Select(text => keyOf.Of(text)).ToList();
        for (var i = 0; i < keys.Count; i++) byKey[keys[i]] = texts[i];
        var (own, joined) = _flights.Join(
            byKey, key => ContentHash.Of(key, context.Project, context.Key ?? ""), (mine, token) => FindOrAskAsync(mine, options, token));
        try
        {
            var mine = own is null ? null : await own.WholeAsync(cancellationToken);
            var vectors = new Dictionary<string, ReadOnlyMemory<float>>(mine?.Vectors ?? new Dictionary<string, ReadOnlyMemory<float>>(), StringComparer.Ordinal);
            foreach (var other in joined)
                foreach (var (key, vector) in (await OfAnotherAsync(other, started, cancellationToken)).Vectors) vectors.TryAdd(key, vector);
            return await AnswerAsync([.. keys.Select(key => vectors[key])], mine?.Called, context, started);
        }
        finally
        {
            if (own is not null) await own.LeaveAsync();
            foreach (var other in joined) await other.LeaveAsync();
        }
    }

    private async Task<VectorAnswer> FindOrAskAsync(IReadOnlyDictionary<string, string> texts, EmbeddingGenerationOptions? options, CancellationToken cancellation)
    {
        var kept = await store.FindAsync([.. texts.Keys], cancellation);
        var missing = texts.Where(text => !kept.ContainsKey(text.Key)).ToList();
        if (missing.Count == 0) return new VectorAnswer(kept, null);
        var called = await base.GenerateAsync([.. missing.Select(text => text.Value)], options, cancellation);
        // Behind the same id stands another model by now: what was kept of the old one can't stand beside the new vectors.
        if (kept.Values.Any(vector => vector.Length != called[0].Vector.Length))
        {
            var outdated = texts.Where(text => kept.ContainsKey(text.Key)).ToList();
            called = BatchedEmbeddingGenerator.Sum(called, await base.GenerateAsync([.. outdated.Select(text => text.Value)], options, cancellation));
            missing.AddRange(outdated);
        }

        var fresh = missing.Select((text, i) => (text.Key, called[i].Vector)).ToDictionary(entry => entry.Key, entry => entry.Vector, StringComparer.Ordinal);
        await KeepAsync(called, fresh);
        foreach (var (key, vector) in fresh) kept[key] = vector;
        return new VectorAnswer(kept, called);
    }

    // Those of another model stand in for a moment; the asked one's are what is wanted next time.
    private async Task KeepAsync(GeneratedEmbeddings<Embedding<float>> called, Dictionary<string, ReadOnlyMemory<float>> fresh)
    {
        if (ServedBy.Of(called) is { } served && served.Alias != alias) return;
        try
        {
            await store.SaveAsync(alias, fresh, CancellationToken.None);
        }
        catch (DbException failure)
        {
            // They are there and paid for; that they can't be kept costs another call at most.
            Log.NotKept(logger, failure, alias);
        }
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> AnswerAsync(
        IReadOnlyList<ReadOnlyMemory<float>> vectors, GeneratedEmbeddings<Embedding<float>>? called, CallContext context, long started)
    {
        if (vectors.Any(vector => vector.Length != vectors[0].Length))
            throw new ModelCallException(Fault.Unavailable(ModelFaults.Unreadable, $"The model '{alias}' gave vectors of different lengths: ask again."), CallMeasures.Find(called?.AdditionalProperties));
        var answer = new GeneratedEmbeddings<Embedding<float>>(vectors.Select(vector => new Embedding<float>(vector) { ModelId = model.Model }));
        if (called is null)
        {
            answer.Usage = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 };
            answer.Attach(await account.BookAsync(context, started, new CallMeasure(0, null) { FromCache = true }));
            return answer;
        }

        answer.Usage = called.Usage;
        answer.AdditionalProperties = called.AdditionalProperties;
        return answer;
    }

    // What a failed call cost is the caller's who made it.
    private async Task<VectorAnswer> OfAnotherAsync(SharedCall<VectorAnswer> call, long started, CancellationToken cancellation)
    {
        try
        {
            return await call.WholeAsync(cancellation);
        }
        catch (ModelCallException failure)
        {
            throw new ModelCallException(failure.Fault, new CallMeasure(0, clock.GetElapsedTime(started))) { Refusal = failure.Refusal, RetryAfter = failure.RetryAfter };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Vectors of model {Alias} could not be kept")]
        public static partial void NotKept(ILogger logger, Exception failure, string alias);
    }
}
