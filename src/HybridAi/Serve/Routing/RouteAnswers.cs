using System.Globalization;
using HybridAi.Curate.Projects;

namespace HybridAi.Serve.Routing;

/// <summary>What a project's answers can be, and when one of them is right.</summary>
/// <param name="Labels">The labels, or the scores of the scale.</param>
/// <param name="Tolerance">How far a right score may be from the true one; null: only the very label is right.</param>
internal sealed record RouteAnswers(IReadOnlyList<string> Labels, double? Tolerance)
{
    /// <summary>The answers of a project; the fault is <c>tolerance-unfit</c> or <c>scale-too-fine</c>.</summary>
    public static Outcome<RouteAnswers> Of(Project project, RouteSettings settings)
    {
        if (project.Scale is not { } scale)
        {
            return settings.Tolerance is null
                ? new RouteAnswers([.. project.Labels.Select(label => label.Name)], null)
                : Fault.BadInput("tolerance-unfit", $"'{project.Name}' has labels: only numbers can be right within a tolerance.", "tolerance");
        }

        return scale.Scores <= ScoreScale.MostApart
            ? new RouteAnswers([.. scale.All().Select(score => ((double)score).ToString("R", CultureInfo.InvariantCulture))], settings.Tolerance ?? 0)
            : Fault.BadInput("scale-too-fine", $"The scale of '{project.Name}' has {scale.Scores} scores; a route knows at most {ScoreScale.MostApart} apart.");
    }
}
