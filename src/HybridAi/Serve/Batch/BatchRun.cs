using HybridAi.Curate.Ingestion;
using HybridAi.Storage;

namespace HybridAi.Serve.Batch;

/// <summary>A batch under way: where it is, and who is told.</summary>
internal sealed class BatchRun(BatchState state, RowFile file, BatchRequest request, TimeProvider clock, IProgress<BatchProgress>? progress, TimeSpan every)
{
    private readonly long _before = state.Rows;
    private readonly long _began = clock.GetTimestamp();
    private long _told = clock.GetTimestamp();

    public BatchRequest Request => request;

    public RowFile File => file;

    /// <summary>How far it is.</summary>
    public BatchState State { get; set; } = state;

    /// <summary>Tells how far it is, now and then.</summary>
    public void Tell()
    {
        if (clock.GetElapsedTime(_told) < every) return;
        _told = clock.GetTimestamp();
        progress?.Report(Report());
    }

    /// <summary>How far it is.</summary>
    public BatchProgress Report()
    {
        var seconds = Math.Max(clock.GetElapsedTime(_began).TotalSeconds, 1e-3);
        var rate = (State.Rows - _before) / seconds;
        // By bytes: how many rows there are is known at the end.
        double? left = State.Rows == _before || State.Read == 0 ? null : (file.Bytes - State.Read) * (State.Rows / (double)State.Read) / rate;
        return new(State.Id, State.Route, State.Rows, State.Failed, State.Tiers, Usd.FromNano(State.CostNano)!.Value, State.Unpriced, State.Read, file.Bytes, rate, left);
    }
}
