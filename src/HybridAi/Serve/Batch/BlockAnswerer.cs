using System.Buffers;
using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;
using HybridAi.Storage;

namespace HybridAi.Serve.Batch;

/// <summary>Answers the rows of a block: by the first tier where its answer stands, otherwise by the whole walk, several at once.</summary>
internal sealed class BlockAnswerer(Predictor predictor, LiveRoute route, RowFormat format, IngestionOptions bounds, Payer payer, string batchId, int concurrency)
{
    private const string NoTier = "none";

    [ThreadStatic]
    private static (LiveRoute Route, FirstTier? Tier)? First;

    [ThreadStatic]
    private static char[]? Chars;

    /// <summary>Answers all rows, in their order.</summary>
    public async Task<AnsweredBlock> AnswerAsync(RowBlock block, CancellationToken cancellation)
    {
        var answers = new BatchAnswer[block.Rows.Count];
        var further = AnswerFirst(block, answers);
        if (further.Count > 0)
        {
            await Parallel.ForEachAsync(further, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation }, async (one, token) =>
            {
                // The same ids again when the block is: a call that was answered before a kill is found among the kept answers.
                var row = block.FirstRow + one.Row;
                answers[one.Row] = BatchAnswer.Of(await predictor.AnswerAsync(route, payer, batchId, FormattableString.Invariant($"{batchId}-{row}"), one.Text, token));
            });
        }

        return Written(block, answers);
    }

    private List<(int Row, string Text)> AnswerFirst(RowBlock block, BatchAnswer[] answers)
    {
        if (First is not { } first || first.Route != route) First = first = (route, FirstTier.Of(route));
        var further = new List<(int, string)>();
        var chars = Chars ??= new char[1_024];
        for (var i = 0; i < answers.Length; i++)
        {
            var (start, length, state) = block.Rows[i];
            if (Fault(state) is { } unfit || (unfit = format.Read(block.Bytes.AsSpan(start, length), ref chars, out length)) is not null || (unfit = Fault(chars.AsSpan(0, length))) is not null)
                answers[i] = BatchAnswer.Failed(unfit);
            else if (first.Tier is null || !first.Tier.TryAnswer(chars.AsSpan(0, length), out answers[i]))
                further.Add((i, new string(chars, 0, length)));
        }

        Chars = chars;
        return further;
    }

    private static string? Fault(RowState state) => state switch
    {
        RowState.Broken => "broken-quote",
        RowState.TooLong => RowFormat.RowTooLong,
        _ => null,
    };

    private string? Fault(ReadOnlySpan<char> text) => text.IsWhiteSpace() ? "text-empty" : text.Length > bounds.MaxTextCharacters ? "text-too-long" : null;

    private AnsweredBlock Written(RowBlock block, BatchAnswer[] answers)
    {
        var output = new ArrayBufferWriter<byte>(block.Rows.Sum(row => row.Length + 160));
        var (failed, cost, unpriced, tiers) = (0, 0L, 0, new Dictionary<string, long>(StringComparer.Ordinal));
        for (var i = 0; i < answers.Length; i++)
        {
            var answer = answers[i];
            format.Write(output, block.Bytes.AsSpan(block.Rows[i].Start, block.Rows[i].Length), answer);
            if (answer.Label is null) failed++;
            if (answer.CostUsd is null) unpriced++;
            else if (answer.CostUsd > 0) cost += Usd.ToNano(answer.CostUsd)!.Value;
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(tiers, answer.Tier ?? NoTier, out _)++;
        }

        ArrayPool<byte>.Shared.Return(block.Bytes);
        return new(output.WrittenMemory, answers.Length, failed, tiers, cost, unpriced);
    }
}
