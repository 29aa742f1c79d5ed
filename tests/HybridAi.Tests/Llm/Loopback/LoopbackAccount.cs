using System.Collections.Concurrent;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>One call as the server accounts for it.</summary>
/// <param name="path">What was called.</param>
/// <param name="opened">Its place in the order of all beginnings and ends.</param>
internal sealed class LoopbackLine(string path, long opened)
{
    public string Path => path;

    public long Opened => opened;

    /// <summary>What the call was about, where a plan of faults can tell.</summary>
    public string? Item { get; set; }

    /// <summary>When the server was done with an answer that its caller can use, in the same order; null where it gave none.</summary>
    public long? Served { get; set; }

    public int Status { get; set; }

    /// <summary>What the model read and wrote; 0 for calls that were refused.</summary>
    public int InputTokens { get; set; }

    public int OutputTokens { get; set; }

    /// <summary>What the answer says that it read and wrote; null where the caller was never told.</summary>
    public int? ToldInputTokens { get; set; }

    public int? ToldOutputTokens { get; set; }

    /// <summary>Whether the connection was cut, or fell silent, in the middle of a charged answer.</summary>
    public bool Cut { get; set; }

    /// <summary>Whether the answer reached its end.</summary>
    public bool Complete { get; set; }

    /// <summary>Whether the caller went away.</summary>
    public bool Abandoned { get; set; }

    /// <summary>
    /// What this call stands for on the bill: a complete answer by the tokens that it told, a cut one by what was read and sent, anything
    /// else with nothing.
    /// </summary>
    public (int Input, int Output) Billed => Complete ? (ToldInputTokens ?? 0, ToldOutputTokens ?? 0) : Cut ? (InputTokens, OutputTokens) : (0, 0);

    public bool IsBilled => Billed is not (0, 0);
}

/// <summary>The server's own account of calls and tokens.</summary>
internal sealed class LoopbackAccount
{
    private const decimal Million = 1_000_000m;
    private readonly ConcurrentQueue<LoopbackLine> _lines = new();
    private long _order;

    /// <summary>Off: nothing is remembered, for runs that are about memory.</summary>
    public bool Keeps { get; set; } = true;

    public IReadOnlyList<LoopbackLine> Lines => [.. _lines];

    public int Calls => _lines.Count;

    public int Answered => _lines.Count(line => line.Complete);

    public LoopbackLine Open(string path)
    {
        var line = new LoopbackLine(path, Interlocked.Increment(ref _order));
        if (Keeps) _lines.Enqueue(line);
        return line;
    }

    /// <summary>An answer that its caller can use is out.</summary>
    public void Serve(LoopbackLine line) => line.Served = Interlocked.Increment(ref _order);

    /// <summary>The bill, by <see cref="LoopbackLine.Billed"/>.</summary>
    public decimal BillUsd(decimal inputUsdPerMillion, decimal outputUsdPerMillion)
        => _lines.Sum(line => ((line.Billed.Input * inputUsdPerMillion) + (line.Billed.Output * outputUsdPerMillion)) / Million);

    /// <summary>The billed calls that began after a usable answer for the same item was out: what was paid twice.</summary>
    public IReadOnlyList<LoopbackLine> PaidTwice()
    {
        var served = _lines.Where(line => line.Served is not null).GroupBy(line => line.Item ?? "").ToDictionary(item => item.Key, item => item.Min(line => line.Served!.Value));
        return [.. _lines.Where(line => line.IsBilled && served.TryGetValue(line.Item ?? "", out var since) && line.Opened > since)];
    }

    /// <summary>What the answers that reached their end cost, by the tokens that they told.</summary>
    public decimal ToldUsd(decimal inputUsdPerMillion, decimal outputUsdPerMillion) => _lines.Where(line => line.Complete)
        .Sum(line => ((line.ToldInputTokens ?? 0) * inputUsdPerMillion / Million) + ((line.ToldOutputTokens ?? 0) * outputUsdPerMillion / Million));

    /// <summary>What a provider would put on its bill: all that its models read and wrote, whether or not the caller got it.</summary>
    public decimal BilledUsd(decimal inputUsdPerMillion, decimal outputUsdPerMillion)
        => _lines.Sum(line => (line.InputTokens * inputUsdPerMillion / Million) + (line.OutputTokens * outputUsdPerMillion / Million));
}
