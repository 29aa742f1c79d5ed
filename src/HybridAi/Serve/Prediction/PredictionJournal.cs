using System.Threading.Channels;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// Accounts for predictions that cost nothing without making their callers wait: through a bounded line they go into pages, many to a commit, and from there
/// into ledger and decisions, each on its own, as soon as there is time for it. A page becomes lines in one transaction, so none is lost or doubled.
/// </summary>
/// <remarks>
/// The loss bound: a process that is killed loses what it answered within <see cref="Linger"/> and one commit, and never more than <see cref="MostWaiting"/>
/// predictions; one that is told to stop loses none. What was paid for never comes here. Drawback: under sustained load reports are behind until there is time,
/// by at most <see cref="MostPaged"/> predictions.
/// </remarks>
public sealed partial class PredictionJournal : IHostedService, IAsyncDisposable
{
    /// <summary>So many answered predictions may wait for their page; beyond them nothing is answered.</summary>
    public const int MostWaiting = 8_192;

    /// <summary>So many predictions may stand in pages before lines are made of them at the expense of answers.</summary>
    public const int MostPaged = 2_000_000;

    /// <summary>Under load a page is written so often.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private const int MostInPage = 2_048;

    // Fewer than these between two pages, and there is time to make lines of pages.
    private const int Quiet = 100;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<KeptPrediction> _line = Channel.CreateBounded<KeptPrediction>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly PredictionPages _pages;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _starting = new();
    private volatile TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _work;
    private long _kept;
    private long _settled;
    private volatile bool _isBehind;
    private volatile bool _isStopping;

    /// <summary>A journal over a database; it begins to work with the host, or with the first prediction.</summary>
    public PredictionJournal(IDatabase database, RouteStore routes, DecisionLog decisions, TimeProvider clock, ILogger<PredictionJournal> logger)
        => (_pages, _clock, _logger) = (new(database, routes, decisions, clock), clock, logger);

    /// <summary>Takes a prediction into account; false where it can't be for now, so that it must not be answered.</summary>
    internal bool TryKeep(KeptPrediction prediction)
    {
        if (_work is null) Start();
        if (_isBehind || !_line.Writer.TryWrite(prediction)) return false;
        Interlocked.Increment(ref _kept);
        return true;
    }

    /// <summary>Returns when all that was kept before stands in ledger and decisions, or when the time is up.</summary>
    public async Task SettledAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var (wanted, began) = (Interlocked.Read(ref _kept), _clock.GetTimestamp());
        while (true)
        {
            var moved = _moved.Task;
            if (Interlocked.Read(ref _settled) >= wanted || atMost - _clock.GetElapsedTime(began) is not { Ticks: > 0 } left) return;
            try
            {
                await moved.WaitAsync(left, _clock, cancellation);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        _line.Writer.TryComplete();
        if (_work is { } work) await work.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _line.Writer.TryComplete();
        if (_work is { } work) await work;
    }

    private void Start()
    {
        lock (_starting) _work ??= Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        var page = new List<KeptPrediction>(MostInPage);
        do
        {
            while (page.Count < MostInPage && _line.Reader.TryRead(out var kept)) page.Add(kept);
            var count = page.Count;
            if (count > 0) await WriteAsync(page);
            page.Clear();
            if (count >= Quiet && _pages.Waiting < MostPaged && !_isStopping)
            {
                if (count < MostInPage) await Task.Delay(Linger, _clock);
                if (_line.Reader.Count > 0) continue;
            }

            // A long backlog does not hold up the end: whoever starts next makes lines of it.
            while ((_line.Reader.Count < Quiet || _pages.Waiting >= MostPaged) && !(_isStopping && _pages.Waiting > MostInPage) && await TryAsync(UnpackAsync))
            {
            }
        }
        while (await _line.Reader.WaitToReadAsync());
    }

    // Nothing else may be answered meanwhile: there would be no account of it.
    private async Task WriteAsync(IReadOnlyList<KeptPrediction> page)
    {
        while (!await TryAsync(() => WritePageAsync(page)))
        {
            _isBehind = true;
            if (_isStopping) return;
            await Task.Delay(RetryAfter, _clock);
        }

        _isBehind = false;
    }

    private async Task<bool> WritePageAsync(IReadOnlyList<KeptPrediction> page)
    {
        await _pages.WriteAsync(page);
        return true;
    }

    private async Task<bool> UnpackAsync()
    {
        if (await _pages.UnpackAsync(ownOnly: _isStopping) is not { } count) return false;
        Interlocked.Add(ref _settled, count);
        var moved = _moved;
        _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        moved.SetResult();
        return true;
    }

    private async Task<bool> TryAsync(Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception away) when (away is System.Data.Common.DbException or IOException or TimeoutException or InvalidDataException)
        {
            Log.NotWritten(_logger, away);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Predictions could not be written into the account; none is answered until they can")]
        public static partial void NotWritten(ILogger logger, Exception away);
    }
}
