using System.Threading.Channels;
using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;

namespace HybridAi.Curate.Labelling;

/// <summary>How far a labelling run is.</summary>
/// <param name="Done">Records asked for so far, failures included.</param>
/// <param name="Planned">Records to ask for.</param>
/// <param name="CostUsd">Known cost so far.</param>
public sealed record LabellingProgress(long Done, long Planned, decimal CostUsd);

/// <summary>
/// Labels what has no label yet. Every answer is journalled as soon as it is there, so a run that was cancelled or killed is resumed by
/// starting it again: records that this version of the labeller has labelled are not asked for twice. Exact duplicates are asked for
/// once; a dataset gives them the label of their original. A budget that forbids a call would forbid all that follow: the run then stops, and
/// what it did not ask for is not journalled as failed. A record at
/// which this version failed too often is left with its reason.
/// </summary>
public sealed class LabellingStage(LabellingBacklog backlog, LabellingJournal journal, LabellingRunStore runs, TimeProvider clock)
{
    /// <summary>How often a record is asked for before it is left with its reason, unless said otherwise.</summary>
    public const int UsualAttempts = 3;

    // Answers that wait to be journalled: more than calls in flight, so that none waits for a write.
    private const int MostUnwritten = 256;

    /// <summary>Runs <paramref name="labeller"/> over the project's records.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="labeller">Who labels.</param>
    /// <param name="only">Which records; null: all.</param>
    /// <param name="concurrency">Records in flight at once, at least 1.</param>
    /// <param name="progress">Told after each record.</param>
    /// <param name="cancellation">Stops asking; what was answered is still journalled.</param>
    public Task<LabellingRun> RunAsync(
        string project, ILabeller labeller, Func<Record, bool>? only, int concurrency, IProgress<LabellingProgress>? progress, CancellationToken cancellation)
        => RunAsync(project, labeller, only, concurrency, UsualAttempts, progress, cancellation);

    /// <summary>Runs <paramref name="labeller"/> over the project's records.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="labeller">Who labels.</param>
    /// <param name="only">Which records; null: all.</param>
    /// <param name="concurrency">Calls in flight at once, at least 1.</param>
    /// <param name="mostAttempts">How often a record is asked for, this time included, at least 1.</param>
    /// <param name="progress">Told after each record.</param>
    /// <param name="cancellation">Stops asking; what was answered is still journalled.</param>
    public async Task<LabellingRun> RunAsync(
        string project, ILabeller labeller, Func<Record, bool>? only, int concurrency, int mostAttempts, IProgress<LabellingProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostAttempts, 1);
        await journal.TakeOverAsync(project, labeller, cancellation);
        var planned = await backlog.ReadAsync(project, labeller, only, mostAttempts, cancellation).LongCountAsync(cancellation);
        var started = clock.GetUtcNow();
        var run = new LabellingRun(
            $"run-{Guid.CreateVersion7(started):N}", project, labeller.Name, labeller.Version, RunState.Running, planned, 0, 0, 0, started, null);
        await runs.SaveAsync(run, cancellation);

        Fault? forbidden = null;
        var answers = Channel.CreateBounded<(LabellingItem, Label)>(
            new BoundedChannelOptions(Math.Max(concurrency * labeller.BatchSize, MostUnwritten)) { SingleReader = true });
        var journalled = JournalAsync(run, answers, progress);
        try
        {
            await Parallel.ForEachAsync(
                backlog.ReadAsync(project, labeller, only, mostAttempts, cancellation).Chunk(labeller.BatchSize),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation },
                async (open, token) =>
                {
                    if (forbidden is not null) return;
                    var items = open.Select(record => ItemOf(run, labeller, record)).ToList();
                    await journal.AskAsync([.. items.Zip(open, (item, record) => (item, record.LastRun))]);
                    var proposals = await labeller.ProposeManyAsync([.. open.Select(record => LabelRequest.For(run.Id, record.Record))], token);
                    for (var i = 0; i < items.Count; i++)
                    {
                        if (!BudgetRefusal.Is(proposals[i].Fault))
                        {
                            await answers.Writer.WriteAsync((Ended(items[i], proposals[i]), LabelOf(run, labeller, items[i], proposals[i])), CancellationToken.None);
                            continue;
                        }

                        Interlocked.CompareExchange(ref forbidden, proposals[i].Fault, null);
                        await journal.ReleaseAsync([items[i]]);
                    }
                });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            answers.Writer.TryComplete();
            await EndAsync(await journalled, RunState.Cancelled);
            throw;
        }
        finally
        {
            answers.Writer.TryComplete();
            await journalled;
        }

        return await EndAsync(await journalled with { Fault = forbidden }, forbidden is null ? RunState.Done : RunState.Stopped);
    }

    private LabellingItem ItemOf(LabellingRun run, ILabeller labeller, OpenRecord open) => new(
        run.Id, open.Record.Id, open.Record.Hash, open.Failures + 1, ItemState.Asked, labeller.Provenance, [], null, null, null, null, null,
        clock.GetUtcNow(), null);

    private LabellingItem Ended(LabellingItem item, Proposal proposal) => item with
    {
        State = proposal.Label is null ? ItemState.Failed : ItemState.Labelled,
        Shots = proposal.Shots,
        Reason = proposal.Reason,
        InputTokens = proposal.InputTokens,
        OutputTokens = proposal.OutputTokens,
        CostUsd = proposal.CostUsd,
        Latency = proposal.Latency,
        EndedAt = clock.GetUtcNow(),
    };

    private Label LabelOf(LabellingRun run, ILabeller labeller, LabellingItem item, Proposal proposal) => new(
        item.RecordId, proposal.Label, proposal.Confidence, labeller.Name, labeller.Version, run.Id, proposal.Reason, proposal.CostUsd,
        proposal.Latency, clock.GetUtcNow())
    {
        ConfidenceSource = proposal.ConfidenceSource,
    };

    // Writes whatever has been answered since the last write: one transaction under load, one answer when answers are slow.
    private async Task<LabellingRun> JournalAsync(LabellingRun run, Channel<(LabellingItem Item, Label Label)> answers, IProgress<LabellingProgress>? progress)
    {
        var batch = new List<(LabellingItem Item, Label Label)>();
        try
        {
            while (await answers.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (answers.Reader.TryRead(out var answer)) batch.Add(answer);
                await journal.EndAsync(run.Project, [.. batch]);
                run = run with
                {
                    Labelled = run.Labelled + batch.Count(answer => answer.Label.Value is not null),
                    Failed = run.Failed + batch.Count(answer => answer.Label.Value is null),
                    CostUsd = run.CostUsd + batch.Sum(answer => answer.Label.CostUsd ?? 0),
                };
                await runs.SaveAsync(run, CancellationToken.None);
                batch.Clear();
                progress?.Report(new(run.Labelled + run.Failed, run.Planned, run.CostUsd));
            }

            return run;
        }
        finally
        {
            // A journal that can't be written stops the asking: nothing more is paid for that could not be kept.
            answers.Writer.TryComplete();
        }
    }

    private async Task<LabellingRun> EndAsync(LabellingRun run, RunState state)
    {
        var ended = run with { State = state, EndedAt = clock.GetUtcNow() };
        await runs.EndAsync(ended, CancellationToken.None);
        return ended;
    }
}
