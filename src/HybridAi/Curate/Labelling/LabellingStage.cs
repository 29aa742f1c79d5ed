using System.Threading.Channels;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Curate.Labelling;

/// <summary>How far a labelling run is.</summary>
/// <param name="Done">Records asked for so far, failures included.</param>
/// <param name="Planned">Records to ask for.</param>
/// <param name="CostUsd">Known cost so far.</param>
public sealed record LabellingProgress(long Done, long Planned, decimal CostUsd);

/// <summary>
/// Labels what has no label yet. Every answer is journalled as soon as it is there, so a run that was cancelled or killed is resumed by
/// starting it again: records that this version of the labeller has labelled are not asked for twice. Exact duplicates are asked for
/// once; a dataset gives them the label of their original.
/// </summary>
public sealed class LabellingStage(RecordStore records, LabelStore labels, LabellingRunStore runs, TimeProvider clock)
{
    /// <summary>Runs <paramref name="labeller"/> over the project's records.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="labeller">Who labels.</param>
    /// <param name="only">Which records; null: all.</param>
    /// <param name="concurrency">Records in flight at once, at least 1.</param>
    /// <param name="progress">Told after each record.</param>
    /// <param name="cancellation">Stops asking; what was answered is still journalled.</param>
    public async Task<LabellingRun> RunAsync(
        string project, ILabeller labeller, Func<Record, bool>? only, int concurrency, IProgress<LabellingProgress>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        var missing = await MissingAsync(project, labeller, only, cancellation);
        var started = clock.GetUtcNow();
        var run = new LabellingRun(
            $"run-{Guid.CreateVersion7(started):N}", project, labeller.Name, labeller.Version, RunState.Running, missing.Count, 0, 0, 0, started, null);
        await runs.SaveAsync(run, cancellation);

        var answers = Channel.CreateBounded<Label>(new BoundedChannelOptions(concurrency * 4) { SingleReader = true });
        var journal = JournalAsync(run, answers, progress);
        try
        {
            await Parallel.ForEachAsync(
                missing,
                new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation },
                async (request, token) => await answers.Writer.WriteAsync(await AskAsync(run, labeller, request, token), CancellationToken.None));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            answers.Writer.TryComplete();
            await EndAsync(await journal, RunState.Cancelled);
            throw;
        }
        finally
        {
            answers.Writer.TryComplete();
            await journal;
        }

        return await EndAsync(await journal, RunState.Done);
    }

    private async Task<List<LabelRequest>> MissingAsync(string project, ILabeller labeller, Func<Record, bool>? only, CancellationToken cancellation)
    {
        var labelled = await labels.LabelledAsync(project, labeller, cancellation);
        var missing = new List<LabelRequest>();
        await foreach (var record in records.ReadAsync(project, cancellation))
        {
            if (record.DuplicateOf is null && !labelled.Contains(record.Id) && only?.Invoke(record) != false) missing.Add(LabelRequest.For("", record));
        }

        return missing;
    }

    private async Task<Label> AskAsync(LabellingRun run, ILabeller labeller, LabelRequest request, CancellationToken cancellation)
    {
        var proposal = await labeller.ProposeAsync(request with { RequestId = run.Id }, cancellation);
        return new(
            request.RecordId, proposal.Label, proposal.Confidence, labeller.Name, labeller.Version, run.Id, proposal.Reason, proposal.CostUsd,
            proposal.Latency, clock.GetUtcNow());
    }

    // Writes whatever has been answered since the last write: one transaction under load, one answer when answers are slow.
    private async Task<LabellingRun> JournalAsync(LabellingRun run, Channel<Label> answers, IProgress<LabellingProgress>? progress)
    {
        var batch = new List<Label>();
        try
        {
            while (await answers.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (answers.Reader.TryRead(out var label)) batch.Add(label);
                await labels.SaveAsync(run.Project, batch, CancellationToken.None);
                run = run with
                {
                    Labelled = run.Labelled + batch.Count(label => label.Value is not null),
                    Failed = run.Failed + batch.Count(label => label.Value is null),
                    CostUsd = run.CostUsd + batch.Sum(label => label.CostUsd ?? 0),
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
        await runs.SaveAsync(ended, CancellationToken.None);
        return ended;
    }
}
