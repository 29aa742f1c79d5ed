using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Llm.Providers;

namespace HybridAi.Curate.Review;

/// <summary>Which labels of which file are to be evaluated.</summary>
/// <param name="File">CSV, TSV, JSON lines, or recorded answers.</param>
/// <param name="TextColumn">The column of the text.</param>
/// <param name="GoldColumn">The column of the right label.</param>
/// <param name="Labeller">A model of the recorded answers, or a labeller to run.</param>
/// <param name="Further">Further models of the recorded answers whose labels are evidence; null: all there are.</param>
/// <param name="BudgetUsd">Rows that would cost more in sum than this stay without a label; null: no limit.</param>
public sealed record LabelledRowsRequest(
    string File, string TextColumn, string GoldColumn, string Labeller, IReadOnlyList<string>? Further = null, decimal? BudgetUsd = null);

/// <summary>Reads or makes the labels that <c>hybridai evaluate labelling</c> judges.</summary>
public sealed class LabelledRowsFile(LabellerFamily labellers, IngestionOptions options)
{
    private const string AnswersColumn = "answers";
    private const int AtOnce = 8;

    /// <summary>The rows with their labels, or what is wrong with the file or the labeller.</summary>
    public async Task<Outcome<EvaluatedRows>> ReadAsync(
        LabelledRowsRequest request, FormatHints? hints, IProgress<ReviewEvaluationStep>? progress, CancellationToken cancellation)
    {
        var read = await LabelledTextFile.ReadAsync(request.File, request.TextColumn, request.GoldColumn, hints, options, cancellation);
        if (!read.Succeeded(out var rows, out var fault)) return fault;
        var isRecorded = await IsRecordedAsync(request.File, hints, cancellation);
        if (!isRecorded.Succeeded(out var recorded, out fault)) return fault;
        return recorded.Yes ? await ReplayAsync(request, rows, cancellation) : await LabelAsync(request, rows, progress, cancellation);
    }

    private async Task<Outcome<Found>> IsRecordedAsync(string path, FormatHints? hints, CancellationToken cancellation)
    {
        var opened = await RowFile.OpenAsync(path, hints ?? new FormatHints(), options, cancellation);
        if (!opened.Succeeded(out var file, out var fault)) return fault;
        await using var closing = file;
        return new Found(file.Format.Columns.Contains(AnswersColumn));
    }

    private static async Task<Outcome<EvaluatedRows>> ReplayAsync(LabelledRowsRequest request, IReadOnlyList<LabelledText> rows, CancellationToken cancellation)
    {
        if (!(await RecordedAnswersFile.ReadAsync(request.File, cancellation)).Succeeded(out var answers, out var fault)) return fault;
        var further = request.Further ?? [.. answers.Models.Where(model => model != request.Labeller)];
        foreach (var model in further.Prepend(request.Labeller))
        {
            if (!answers.Models.Contains(model))
                return Fault.BadInput("labeller-unknown", $"The file has no answers of '{model}'. It has: {string.Join(", ", answers.Models)}.", request.File);
        }

        decimal? spent = 0;
        var given = new RecordedAnswer?[rows.Count];
        var votes = further.ToDictionary(model => model, _ => new string?[rows.Count]);
        for (var row = 0; row < rows.Count; row++)
        {
            var asked = further.Prepend(request.Labeller).Select(model => (Model: model, Answer: answers.Find(model, rows[row].Text))).ToList();
            var cost = asked.Where(one => one.Answer is not null).Aggregate((decimal?)0, (sum, one) => sum + one.Answer!.Value.CostUsd);
            if (request.BudgetUsd is { } budget && spent + cost > budget) break;
            spent += cost;
            given[row] = asked[0].Answer;
            foreach (var (model, answer) in asked.Skip(1)) votes[model][row] = answer?.Label;
        }

        return new EvaluatedRows(
            [.. rows.Select(row => row.Text)], [.. given.Select(answer => answer?.Label)], [.. rows.Select(row => row.Label)],
            votes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string?>)pair.Value), [.. given.Select(answer => answer?.Confidence)], spent,
            [.. rows.Select(row => row.Line)]);
    }

    private async Task<Outcome<EvaluatedRows>> LabelAsync(
        LabelledRowsRequest request, IReadOnlyList<LabelledText> rows, IProgress<ReviewEvaluationStep>? progress, CancellationToken cancellation)
    {
        if (request.Further is { Count: > 0 }) return Fault.BadInput("further-unknown", "Further labellers are models of recorded answers, and this file has none.", request.File);
        var labels = rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal).Select(name => new LabelDefinition(name, name.Replace('_', ' ')));
        var project = new Project("evaluation", ProjectKind.TextClassification, request.TextColumn, null, null, [], null, [.. labels], new());
        if (!labellers.Create(request.Labeller, new LabellerContext(project, [], Purpose: "evaluation")).Succeeded(out var labeller, out var fault)) return fault;

        var proposals = new Proposal?[rows.Count];
        decimal? spent = 0;
        foreach (var some in Enumerable.Range(0, rows.Count).Chunk(AtOnce))
        {
            if (spent >= request.BudgetUsd) break;
            await Task.WhenAll(some.Select(async row => proposals[row] = await labeller.ProposeAsync(
                new LabelRequest("evaluation", $"row-{row}", rows[row].Text), cancellation)));
            spent = some.Aggregate(spent, (sum, row) => sum + proposals[row]!.CostUsd);
            progress?.Report(new(some[^1] + 1, rows.Count, "labelling"));
        }

        return new EvaluatedRows(
            [.. rows.Select(row => row.Text)], [.. proposals.Select(proposal => proposal?.Label)], [.. rows.Select(row => row.Label)],
            new Dictionary<string, IReadOnlyList<string?>>(), [.. proposals.Select(proposal => proposal?.Label is null ? null : (double?)proposal.Confidence)],
            spent, [.. rows.Select(row => row.Line)]);
    }

    private sealed record Found(bool Yes);
}
