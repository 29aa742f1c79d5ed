namespace HybridAi.Learn.Evaluation;

/// <summary>What the gate asks for.</summary>
/// <param name="Confidence">One-sided confidence that the candidate is better than its best baseline, 0.5 to 1.</param>
/// <param name="MinimumRows">Below so many reviewed test rows nothing is judged.</param>
/// <param name="Tolerance">How far a right number may be from the true one; of no matter to labels.</param>
public sealed record GateSettings(double Confidence = 0.95, int MinimumRows = 30, double Tolerance = 0);

/// <summary>A baseline's accuracy on the test rows.</summary>
/// <param name="Name">Which baseline.</param>
/// <param name="Accuracy">Share of rows answered right.</param>
public sealed record BaselineAccuracy(string Name, double Accuracy);

/// <summary>Whether a model may become champion, and why.</summary>
/// <param name="Promoted">Whether it may.</param>
/// <param name="Reason">Why, or why not and what would help.</param>
/// <param name="Accuracy">The candidate's accuracy on the test rows; null where there are none.</param>
/// <param name="Baselines">The baselines' accuracies, best first.</param>
/// <param name="ChampionAccuracy">The present champion's accuracy on the same rows; null where there is none.</param>
/// <param name="PValue">Chance of so many wins if candidate and best baseline were equally good; null where nothing was judged.</param>
/// <param name="Wins">Rows that only the candidate answered right; of numbers those where it is closer.</param>
/// <param name="Losses">Rows that only the best baseline answered right; of numbers those where it is closer.</param>
/// <param name="Rows">Reviewed test rows.</param>
public sealed record GateDecision(
    bool Promoted,
    string Reason,
    double? Accuracy,
    IReadOnlyList<BaselineAccuracy> Baselines,
    double? ChampionAccuracy,
    double? PValue,
    int Wins,
    int Losses,
    int Rows);
