namespace HybridAi.Serve.Evaluation;

/// <summary>What <c>hybridai evaluate routing</c> is asked.</summary>
/// <param name="Answers">File of recorded answers.</param>
/// <param name="TestAnswers">File of those to judge on; null: a part of the first is kept for that.</param>
/// <param name="StudentTrain">Further texts with labels that only the student sees; null: none.</param>
/// <param name="TrainShare">Share of the rows to learn from, where one file is parted.</param>
/// <param name="Seeds">How many trials.</param>
/// <param name="Seed">The first trial's seed.</param>
/// <param name="Reference">The reference; null: the most accurate model of the training part.</param>
/// <param name="Student">Whose labels the student learns: <c>gold</c>, a model, or <c>none</c>.</param>
/// <param name="Settings">What the route must hold; its seed is that of the trial.</param>
public sealed record RoutingEvaluationRequest(
    string Answers, string? TestAnswers, string? StudentTrain, double TrainShare, int Seeds, int Seed, string? Reference, string Student,
    Routing.RouteSettings Settings)
{
    /// <summary>The student learns the right labels.</summary>
    public const string Gold = "gold";

    /// <summary>There is no student.</summary>
    public const string None = "none";
}
