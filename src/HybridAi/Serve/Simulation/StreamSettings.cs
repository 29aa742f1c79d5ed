namespace HybridAi.Serve.Simulation;

/// <summary>What <c>hybridai simulate stream</c> is told.</summary>
/// <param name="Lambdas">Prices of a call in right answers, each above 0 and below 1: at 0.1 ten calls must bring more than one right answer.</param>
/// <param name="TeacherAccuracy">How often the teacher is taken to be right, above 0 and at most 1. The stream can't tell; nobody looks at gold.</param>
/// <param name="Seeds">How many orders of the stream are averaged; at least 1.</param>
/// <param name="Seed">The first order.</param>
/// <param name="Every">Points of the curves lie so many texts apart; null: fifty points.</param>
public sealed record StreamSettings(IReadOnlyList<double> Lambdas, double TeacherAccuracy = 0.85, int Seeds = 5, int Seed = 1, int? Every = null)
{
    /// <summary>What is out of its range; null: nothing.</summary>
    public Fault? Check()
    {
        if (Lambdas.Count == 0) return Fault.BadInput("lambda-missing", "--lambda needs at least one price of a call.");
        if (Lambdas.FirstOrDefault(lambda => lambda is not (> 0 and < 1), 0.5) is not 0.5 and var wrong)
            return Fault.BadInput("lambda-out-of-range", FormattableString.Invariant($"--lambda is above 0 and below 1, not {wrong}: it is the price of a call in right answers."));
        if (TeacherAccuracy is not (> 0 and <= 1)) return Fault.BadInput("teacher-accuracy-out-of-range", "--teacher-accuracy is above 0 and at most 1.");
        if (Seeds < 1) return Fault.BadInput("seeds-out-of-range", "--seeds is at least 1.");
        return Every < 1 ? Fault.BadInput("every-out-of-range", "--every is at least 1.") : null;
    }
}
