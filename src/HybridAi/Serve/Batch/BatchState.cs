using System.Text;
using HybridAi.Storage;

namespace HybridAi.Serve.Batch;

/// <summary>
/// How far a batch is, kept beside its output, a line for each block once its rows are written. After a kill the last whole line tells where to go on: what the
/// output holds beyond it is cut off and made again, so no row is there twice and none is missing.
/// </summary>
/// <param name="Id">The batch's id.</param>
/// <param name="Input">The input by its hash: another file under the same name is another batch.</param>
/// <param name="Text">The column of the text.</param>
/// <param name="Route">The route that it began with.</param>
/// <param name="Read">Bytes of the input done.</param>
/// <param name="Written">Bytes of the output that stand for them.</param>
/// <param name="Rows">Rows done.</param>
/// <param name="Failed">Rows without a label.</param>
/// <param name="Tiers">Rows by tier.</param>
/// <param name="CostNano">Their cost in nano-dollars, as far as known.</param>
/// <param name="Unpriced">Rows of unknown cost.</param>
internal sealed record BatchState(
    string Id, string Input, string Text, string Route, long Read, long Written, long Rows, long Failed, Dictionary<string, long> Tiers, long CostNano, long Unpriced)
{
    /// <summary>Where it stands for an output.</summary>
    public static string PathOf(string output) => $"{output}.progress";

    /// <summary>Where the output stands until it is whole.</summary>
    public static string PartOf(string output) => $"{output}.part";

    /// <summary>The last state that is whole and that the output bears out; null where there is none.</summary>
    public static async Task<BatchState?> LastAsync(string output, CancellationToken cancellation)
    {
        if (!File.Exists(PathOf(output)) || !File.Exists(PartOf(output))) return null;
        var (last, length) = ((BatchState?)null, new FileInfo(PartOf(output)).Length);
        var text = await File.ReadAllTextAsync(PathOf(output), Encoding.UTF8, cancellation);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (Json.Read<BatchState>(line) is var state && state.Written <= length)
                last = state;
        return last;
    }

    /// <summary>The state as a line.</summary>
    public byte[] ToLine() => Encoding.UTF8.GetBytes(Json.Write(this) + "\n");

    /// <summary>The state with one block more.</summary>
    public BatchState With(AnsweredBlock block, long read)
    {
        var tiers = new Dictionary<string, long>(Tiers);
        foreach (var (tier, rows) in block.Tiers) tiers[tier] = tiers.GetValueOrDefault(tier) + rows;
        return this with
        {
            Read = read, Written = Written + block.Output.Length, Rows = Rows + block.Rows, Failed = Failed + block.Failed, Tiers = tiers,
            CostNano = CostNano + block.CostNano, Unpriced = Unpriced + block.Unpriced,
        };
    }
}

/// <summary>A block with its answers.</summary>
/// <param name="Output">The rows as they are written.</param>
/// <param name="Rows">How many.</param>
/// <param name="Failed">Those without a label.</param>
/// <param name="Tiers">Rows by tier.</param>
/// <param name="CostNano">Their cost in nano-dollars, as far as known.</param>
/// <param name="Unpriced">Rows of unknown cost.</param>
internal sealed record AnsweredBlock(ReadOnlyMemory<byte> Output, int Rows, int Failed, IReadOnlyDictionary<string, long> Tiers, long CostNano, long Unpriced);
