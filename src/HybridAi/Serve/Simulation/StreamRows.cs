using HybridAi.Curate.Ingestion;
using HybridAi.Learning.Routing;
using HybridAi.Llm.Providers;

namespace HybridAi.Serve.Simulation;

/// <summary>A text with a label that is known from the start.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Index of its label.</param>
public sealed record Shot(string Text, int Label);

/// <summary>Texts that come one at a time, and what a teacher would say to each.</summary>
/// <param name="LabelNames">The labels; everything below is an index into them.</param>
/// <param name="Shots">What the student begins with.</param>
/// <param name="Texts">The texts of the stream.</param>
/// <param name="Answers">What the teacher says to each; <see cref="TierReply.NoLabel"/> where that is none of the labels.</param>
/// <param name="Gold">The right label of each. Only the figures look at it, and the bound that is allowed to know.</param>
/// <param name="CallUsd">What one call of the teacher costs on average; null where that is unknown.</param>
/// <param name="LeftOut">Rows of the file to which the teacher has said nothing: they can't be replayed.</param>
public sealed record StreamRows(
    IReadOnlyList<string> LabelNames, IReadOnlyList<Shot> Shots, IReadOnlyList<string> Texts, IReadOnlyList<int> Answers, IReadOnlyList<int> Gold, decimal? CallUsd,
    int LeftOut)
{
    /// <summary>How many texts come.</summary>
    public int Count => Texts.Count;

    /// <summary>Reads recorded answers as a stream.</summary>
    /// <param name="file">Recorded answers with gold.</param>
    /// <param name="teacher">The model whose answers are taken.</param>
    /// <param name="shots">Labelled texts that the student begins with.</param>
    /// <param name="options">The bounds of files.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The stream, or what is wrong with the file, with the place.</returns>
    public static async Task<Outcome<StreamRows>> ReadAsync(
        string file, string teacher, IReadOnlyList<LabelledText> shots, IngestionOptions options, CancellationToken cancellation)
    {
        if (!(await LabelledTextFile.ReadAsync(file, "text", "gold", null, options, cancellation)).Succeeded(out var rows, out var fault)) return fault;
        if (!(await RecordedAnswersFile.ReadAsync(file, cancellation)).Succeeded(out var answers, out fault)) return fault;
        if (!answers.Models.Contains(teacher))
            return Fault.BadInput("teacher-unknown", $"The file has no answers of '{teacher}'. It has: {string.Join(", ", answers.Models)}.", file);
        return Of([.. rows.Select(row => (row, answers.Find(teacher, row.Text)))], shots);
    }

    /// <summary>Answers and shots as a stream, or why they are none.</summary>
    /// <param name="rows">The texts with their right labels, and what the teacher has said to each; null: nothing.</param>
    /// <param name="shots">Labelled texts that the student begins with.</param>
    public static Outcome<StreamRows> Of(IReadOnlyList<(LabelledText Row, RecordedAnswer? Answer)> rows, IReadOnlyList<LabelledText> shots)
    {
        if (shots.Select(shot => shot.Label).Distinct().Take(2).Count() < 2)
            return Fault.BadInput("shots-too-few", "The shots are all of one label: a student needs two to tell apart.");
        var answered = rows.Where(row => row.Answer is not null).Select(row => (row.Row.Text, Gold: row.Row.Label, Answer: row.Answer!.Value)).ToArray();
        if (answered.Length == 0) return Fault.BadInput("answers-none", "The teacher has answered none of the rows.");

        // The list of labels is the project's, which the teacher was asked with; no row tells which of them is its own.
        var names = shots.Select(shot => shot.Label).Concat(rows.Select(row => row.Row.Label)).Distinct().Order(StringComparer.Ordinal).ToArray();
        var index = names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place);
        return new StreamRows(
            names, [.. shots.Select(shot => new Shot(shot.Text, index[shot.Label]))], Array.ConvertAll(answered, row => row.Text),
            Array.ConvertAll(answered, row => index.GetValueOrDefault(row.Answer.Label, TierReply.NoLabel)), Array.ConvertAll(answered, row => index[row.Gold]),
            answered.All(row => row.Answer.CostUsd is not null) ? answered.Average(row => row.Answer.CostUsd) : null, rows.Count - answered.Length);
    }
}
