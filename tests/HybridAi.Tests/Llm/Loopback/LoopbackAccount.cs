using System.Collections.Concurrent;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>One call as the server accounts for it.</summary>
internal sealed class LoopbackLine(string path)
{
    public string Path => path;

    public int Status { get; set; }

    /// <summary>What the model read and wrote; 0 for calls that were refused.</summary>
    public int InputTokens { get; set; }

    public int OutputTokens { get; set; }

    /// <summary>What the answer says that it read and wrote; null where the caller was never told.</summary>
    public int? ToldInputTokens { get; set; }

    public int? ToldOutputTokens { get; set; }

    /// <summary>Whether the answer reached its end.</summary>
    public bool Complete { get; set; }

    /// <summary>Whether the caller went away.</summary>
    public bool Abandoned { get; set; }
}

/// <summary>The server's own account of calls and tokens.</summary>
internal sealed class LoopbackAccount
{
    private const decimal Million = 1_000_000m;
    private readonly ConcurrentQueue<LoopbackLine> _lines = new();

    public IReadOnlyList<LoopbackLine> Lines => [.. _lines];

    public int Calls => _lines.Count;

    public int Answered => _lines.Count(line => line.Complete);

    public LoopbackLine Open(string path)
    {
        var line = new LoopbackLine(path);
        _lines.Enqueue(line);
        return line;
    }

    /// <summary>What the answers that reached their end cost, by the tokens that they told.</summary>
    public decimal ToldUsd(decimal inputUsdPerMillion, decimal outputUsdPerMillion) => _lines.Where(line => line.Complete)
        .Sum(line => ((line.ToldInputTokens ?? 0) * inputUsdPerMillion / Million) + ((line.ToldOutputTokens ?? 0) * outputUsdPerMillion / Million));

    /// <summary>What a provider would put on its bill: all that its models read and wrote, whether or not the caller got it.</summary>
    public decimal BilledUsd(decimal inputUsdPerMillion, decimal outputUsdPerMillion)
        => _lines.Sum(line => (line.InputTokens * inputUsdPerMillion / Million) + (line.OutputTokens * outputUsdPerMillion / Million));
}
