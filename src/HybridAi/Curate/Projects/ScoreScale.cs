namespace HybridAi.Curate.Projects;

/// <summary>The scale of a score.</summary>
/// <param name="Lowest">The least score.</param>
/// <param name="Highest">The greatest.</param>
/// <param name="Step">Scores are the lowest and so many steps more.</param>
/// <param name="Low">What the lowest score means.</param>
/// <param name="High">What the highest score means.</param>
public sealed record ScoreScale(decimal Lowest, decimal Highest, decimal Step = 1, string Low = "", string High = "")
{
    /// <summary>Models and routes tell at most so many scores apart: each is a state of its own to them.</summary>
    public const int MostApart = 1_001;

    /// <summary>How many scores there are.</summary>
    public decimal Scores => Math.Floor((Highest - Lowest) / Step) + 1;

    /// <summary>Every score, the lowest first.</summary>
    public IEnumerable<decimal> All()
    {
        for (var place = 0m; place < Scores; place++) yield return Lowest + place * Step;
    }

    /// <summary>The score that is nearest to a number; null where the number is below the lowest or above the highest.</summary>
    public decimal? Nearest(decimal number)
    {
        if (number < Lowest || number > Highest) return null;
        return Math.Min(Highest, Lowest + Math.Round((number - Lowest) / Step, MidpointRounding.AwayFromZero) * Step);
    }

    /// <summary>Whether <paramref name="score"/> is on the scale.</summary>
    public bool Holds(decimal score) => score >= Lowest && score <= Highest && (score - Lowest) % Step == 0;
}
