using System.Globalization;
using System.Text.Json.Nodes;

namespace HybridAi.Curate.Projects;

/// <summary>A number on the scale: kept without needless zeros, with a point for the decimals.</summary>
internal sealed class ScoreForm(Project project) : LabelForm
{
    // Divided by one with many decimals, a decimal loses the zeros at its end.
    private const decimal Shortest = 1.000000000000000000000000000000000m;

    private readonly ScoreScale _scale = project.Score!;

    public override Outcome<string> Read(string value)
        => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && _scale.Holds(score)
            ? (score / Shortest).ToString(CultureInfo.InvariantCulture)
            : Unknown(string.Create(
                CultureInfo.InvariantCulture,
                $"'{Shown(value)}' is not a score of '{project.Name}': from {_scale.Lowest} to {_scale.Highest} in steps of {_scale.Step}."));

    internal override JsonObject AnswerSchema() => new()
    {
        ["type"] = "number",
        ["description"] = string.Create(CultureInfo.InvariantCulture, $"The score, from {_scale.Lowest} to {_scale.Highest} in steps of {_scale.Step}."),
    };
}
