namespace HybridAi.Serve.Batch;

/// <summary>The output of a batch until it is whole, and the account of what in it counts.</summary>
internal sealed class BatchOutput : IAsyncDisposable
{
    private readonly FileStream _rows;
    private readonly FileStream _states;

    private BatchOutput(FileStream rows, FileStream states) => (_rows, _states) = (rows, states);

    /// <summary>Opens both, the output cut off behind what counts.</summary>
    public static async Task<BatchOutput> OpenAsync(string output, BatchState state, CancellationToken cancellation)
    {
        var rows = new FileStream(BatchState.PartOf(output), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        rows.SetLength(state.Written);
        rows.Seek(state.Written, SeekOrigin.Begin);
        // Begun anew with the one line that counts: what a kill left half-written goes.
        var states = new FileStream(BatchState.PathOf(output), state.Written == 0 ? FileMode.Create : FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: true);
        var opened = new BatchOutput(rows, states);
        await opened.CutAsync(cancellation);
        return opened;
    }

    /// <summary>Writes rows; without a buffer, so that they are the system's when this returns and outlive the process.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellation) => _rows.WriteAsync(rows, cancellation);

    /// <summary>Notes that all rows so far count.</summary>
    public ValueTask NoteAsync(BatchState state, CancellationToken cancellation) => _states.WriteAsync(state.ToLine(), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _states.DisposeAsync();
    }

    // Behind the last whole line.
    private async Task CutAsync(CancellationToken cancellation)
    {
        var all = new byte[_states.Length];
        await _states.ReadExactlyAsync(all, cancellation);
        var end = all.AsSpan().LastIndexOf((byte)'\n') + 1;
        _states.SetLength(end);
        _states.Seek(end, SeekOrigin.Begin);
    }
}
