using System.Globalization;
using System.Text.Json.Nodes;

namespace HybridAi.Curate.Projects;

/// <summary>
/// A number on the scale: kept without needless zeros, with a point for the decimals. A score is one of the scale or none; a regression's number, which was
/// measured, is kept as the nearest of the scale.
/// </summary>
internal sealed class ScoreForm(Project project) : LabelForm
{
    // Divided by one with many decimals, a decimal loses the zeros at its end.
    private const decimal Shortest = 1.000000000000000000000000000000000m;

    private readonly ScoreScale _scale = project.Scale!;
    private readonly string _what = project.Score is null ? "number" : "score";

    public override Outcome<string> Read(string value)
        => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && OnScale(number) is { } score
            ? Written(score)
            : Unknown(string.Create(
                CultureInfo.InvariantCulture,
                $"'{Shown(value)}' is not a {_what} of '{project.Name}': from {_scale.Lowest} to {_scale.Highest} in steps of {_scale.Step}."));

    /// <summary>A score as it is kept.</summary>
    internal static string Written(decimal score) => (score / Shortest).ToString(CultureInfo.InvariantCulture);

    internal override JsonObject AnswerSchema() => new()
    {
        ["type"] = "number",
        ["description"] = string.Create(CultureInfo.InvariantCulture, $"The {_what}, from {_scale.Lowest} to {_scale.Highest} in steps of {_scale.Step}."),
    };

    private decimal? OnScale(decimal number) => project.Score is null ? _scale.Nearest(number) : _scale.Holds(number) ? number : null;
}
