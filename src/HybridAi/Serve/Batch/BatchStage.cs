using System.Threading.Channels;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Prediction;

namespace HybridAi.Serve.Batch;

/// <summary>
/// Answers a file row by row along one route: blocks of rows are answered in parallel and written in their order, so memory holds a few blocks whatever the file's
/// size. A run that was interrupted goes on behind the last block that it wrote, with the route that it began with.
/// </summary>
/// <remarks>
/// Paid calls are accounted for one by one, before their row is written. A kill costs at most the calls of the blocks under way, which the answer cache gives
/// back where it is on. Rows that cost nothing are counted in the batch and have no line of their own in ledger and decisions: such a line would cost
/// several times what the answer does.
/// </remarks>
public sealed class BatchStage(Predictor predictor, BatchStore batches, IngestionOptions bounds, PredictionOptions options, TimeProvider clock)
{
    private const int BlockBytes = 256 * 1024;

    // Where calls are paid for, few of them are to be under way at once.
    private const int PaidRows = 64;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Answers the file.</summary>
    /// <param name="project">The project as it stands.</param>
    /// <param name="request">What is to be answered.</param>
    /// <param name="progress">Told of how far it is.</param>
    /// <param name="cancellation">Stops it; the same request goes on where it stopped.</param>
    /// <returns>
    /// What it came to, or a fault: those of opening a file, <c>encoding-not-utf8</c>, <c>output-exists</c>, <c>batch-of-another-file</c>, <c>route-missing</c>,
    /// <c>output-not-written</c>.
    /// </returns>
    public async Task<Outcome<BatchProgress>> RunAsync(Project project, BatchRequest request, IProgress<BatchProgress>? progress, CancellationToken cancellation)
    {
        if (!(await RowFile.OpenAsync(request.Input, request.Format, bounds, cancellation)).Succeeded(out var file, out var fault)) return fault;
        await using var opened = file;
        if (file.Format.Encoding is not ("utf-8" or "us-ascii"))
            return Fault.BadInput("encoding-not-utf8", $"The file is {file.Format.Encoding}; a batch reads UTF-8: convert it first.", request.Input);
        if (!InputColumn(project, request, file).Succeeded(out var column, out fault)) return fault;
        if (!(await BeginAsync(project.Name, request, file.Hash, column, cancellation)).Succeeded(out var state, out fault)) return fault;
        if (!(await predictor.OpenAsync(project.Name, state.Route.Length == 0 ? null : state.Route, cancellation)).Succeeded(out var route, out fault)) return fault;
        try
        {
            var run = new BatchRun(state with { Route = route.Hash }, file, request, clock, progress, ReportEvery);
            await batches.BeginAsync(project.Name, run.State, cancellation);
            await AnswerAsync(run, project, route, request, cancellation);
            File.Move(BatchState.PartOf(request.Output), request.Output);
            File.Delete(BatchState.PathOf(request.Output));
            await batches.EndAsync(run.State, CancellationToken.None);
            return run.Report();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Fault.Unavailable("output-not-written", $"{refused.Message} What was written stands; the same command goes on behind it.", request.Output);
        }
    }

    // None of its own where the input is a row of columns.
    private static Outcome<string> InputColumn(Project project, BatchRequest request, RowFile file)
    {
        if (project.Columns is not { } columns) return file.Column(request.TextColumn ?? project.TextField);
        if (request.TextColumn is { } unfit) return Fault.BadInput("text-unfit", $"'{project.Name}' is over rows of columns and has no text: '{unfit}' can't be one.");
        return RowColumns.Check(columns, file, []) is { } missing ? missing : "";
    }

    private async Task<Outcome<BatchState>> BeginAsync(string project, BatchRequest request, string input, string column, CancellationToken cancellation)
    {
        var last = await BatchState.LastAsync(request.Output, cancellation);
        if (last is null)
        {
            if (File.Exists(request.Output)) return Fault.Conflict("output-exists", "There is a file already: name another, or take it away.", request.Output);
            return new BatchState($"batch-{Guid.CreateVersion7(clock.GetUtcNow()):N}", input, column, "", 0, 0, 0, 0, [], 0, 0);
        }

        return last.Input == input && last.Text == column
            ? last
            : Fault.Conflict(
                "batch-of-another-file", $"A batch of '{project}' over another file or column stands unfinished here: end it with that, or take {BatchState.PathOf(request.Output)} away.", request.Output);
    }

    private async Task AnswerAsync(BatchRun run, Project project, LiveRoute route, BatchRequest request, CancellationToken cancellation)
    {
        var free = route.Steps.All(step => step.Step.CostPerCallUsd == 0);
        var format = new RowFormat(run.File.Format, run.State.Text, RowText.Of(route.Definition.Project), (route.Versions.Model ?? "")[..Math.Min(12, route.Versions.Model?.Length ?? 0)], route.Hash[..12]);
        var answerer = new BlockAnswerer(predictor, route, format, bounds, request.Payer, run.State.Id, options.Concurrency);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var workers = Environment.ProcessorCount;
        var places = new SemaphoreSlim(workers);
        // Read, answered and not yet written: never more than a few blocks.
        var line = Channel.CreateBounded<(RowBlock Block, Task<AnsweredBlock> Answer)>(2 * workers);
        await using var input = File.OpenRead(request.Input);
        await using var output = await BatchOutput.OpenAsync(request.Output, run.State, cancellation);
        var blocks = new RowBlocks(
            input, run.File.Format.Format == SourceFormat.JsonLines ? null : (byte?)run.File.Format.Delimiter, (byte?)run.File.Format.Quote, free ? BlockBytes : BlockBytes / 16,
            free ? int.MaxValue : PaidRows, bounds.MaxRowBytes);
        var reading = ReadAsync();
        try
        {
            await foreach (var (block, answer) in line.Reader.ReadAllAsync(stop.Token))
            {
                var answered = await answer;
                await output.WriteAsync(answered.Output, stop.Token);
                run.State = run.State.With(answered, block.End);
                await output.NoteAsync(run.State, CancellationToken.None);
                run.Tell();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (line.Reader.TryRead(out var left)) await ((Task)left.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;

        async Task ReadAsync()
        {
            try
            {
                await HeadAsync(run, format, input, output, blocks, stop.Token);
                while (await blocks.ReadAsync(stop.Token) is { } block)
                {
                    await places.WaitAsync(stop.Token);
                    await line.Writer.WriteAsync((block, Task.Run(() => WorkAsync(block), CancellationToken.None)), stop.Token);
                }

                for (var i = 0; i < workers; i++) await places.WaitAsync(stop.Token);
                line.Writer.Complete();
            }
            catch (Exception failure)
            {
                line.Writer.Complete(failure);
                throw;
            }
        }

        async Task<AnsweredBlock> WorkAsync(RowBlock block)
        {
            try
            {
                return await answerer.AnswerAsync(block, stop.Token);
            }
            finally
            {
                places.Release();
            }
        }
    }

    // The header goes over once; a resumed run begins behind it.
    private static async Task HeadAsync(BatchRun run, RowFormat format, Stream input, BatchOutput output, RowBlocks blocks, CancellationToken cancellation)
    {
        if (run.State.Read > 0)
        {
            blocks.Seek(run.State.Read, run.State.Rows + 1);
            return;
        }

        var mark = run.File.Format.ByteOrderMark ? 3 : 0;
        if (run.File.Format.Format == SourceFormat.JsonLines || !run.File.Format.Header)
        {
            blocks.Seek(mark, 1);
            return;
        }

        var first = new RowBlocks(input, (byte?)run.File.Format.Delimiter, (byte?)run.File.Format.Quote, BlockBytes, 1, int.MaxValue / 4);
        first.Seek(mark, 1);
        if (await first.ReadAsync(cancellation) is not { Rows: [var place, ..] } head) return;
        var header = format.Header(head.Bytes.AsSpan(place.Start, place.Length));
        await output.WriteAsync(header, cancellation);
        run.State = run.State with { Read = head.End, Written = header.Length };
        await output.NoteAsync(run.State, cancellation);
        blocks.Seek(head.End, 1);
    }
}
