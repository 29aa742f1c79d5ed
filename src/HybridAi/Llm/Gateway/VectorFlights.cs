using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Some texts' vectors, and what was paid for them.</summary>
/// <param name="Vectors">By key.</param>
/// <param name="Called">The answer of the model for those that were not kept; null: nobody was called.</param>
internal sealed record VectorAnswer(IReadOnlyDictionary<string, ReadOnlyMemory<float>> Vectors, GeneratedEmbeddings<Embedding<float>>? Called);

/// <summary>The texts that are under way to a model: who wants one of them joins the call that it is part of.</summary>
internal sealed class VectorFlights
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedCall<VectorAnswer>> _flights = new(StringComparer.Ordinal);

    /// <summary>Joins the calls that hold some of these texts, and sets out on one for the rest.</summary>
    /// <param name="texts">The texts by key.</param>
    /// <param name="nameOf">Under which name a text's call may be shared.</param>
    /// <param name="ask">Finds out the vectors of the texts that nobody asks for yet.</param>
    /// <returns>The own call, null where there is none, and the joined ones; the caller leaves each.</returns>
    public (SharedCall<VectorAnswer>? Own, IReadOnlyCollection<SharedCall<VectorAnswer>> Joined) Join(
        IReadOnlyDictionary<string, string> texts, Func<string, string> nameOf,
        Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<VectorAnswer>> ask)
    {
        var joined = new HashSet<SharedCall<VectorAnswer>>();
        var mine = new Dictionary<string, string>(StringComparer.Ordinal);
        var own = new SharedCall<VectorAnswer>();
        own.TryJoin();
        lock (_gate)
        {
            foreach (var (key, text) in texts)
            {
                var name = nameOf(key);
                if (_flights.TryGetValue(name, out var underWay) && (joined.Contains(underWay) || underWay.TryJoin())) joined.Add(underWay);
                else
                {
                    _flights[name] = own;
                    mine.Add(key, text);
                }
            }
        }

        if (mine.Count == 0)
        {
            own.Dispose();
            return (null, joined);
        }

        own.Start(async token =>
        {
            try
            {
                return await ask(mine, token);
            }
            finally
            {
                lock (_gate)
                    foreach (var name in mine.Keys.Select(nameOf))
                        if (_flights.GetValueOrDefault(name) == own) _flights.Remove(name);
            }
        });
        return (own, joined);
    }
}
