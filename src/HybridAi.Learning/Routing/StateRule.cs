namespace HybridAi.Learning.Routing;

/// <summary>
/// What to do at one state, by how reliable the answer is: the scale of reliability is cut into stretches, each with its action. The least reliable answers
/// go furthest, straight to the dearest tier that is worth running; the most reliable ones stand.
/// </summary>
/// <param name="Stretches">For any label, from the least reliable stretch to the most.</param>
/// <param name="ByLabel">Stretches of their own for answers with these labels.</param>
public sealed record StateRule(IReadOnlyList<Stretch> Stretches, IReadOnlyDictionary<int, IReadOnlyList<Stretch>> ByLabel)
{
    /// <summary>The stretch that a belief falls into.</summary>
    public Stretch For(Belief belief)
    {
        var stretches = ByLabel.GetValueOrDefault(belief.Label, Stretches);
        for (var i = stretches.Count - 1; i > 0; i--)
            if (belief.Reliability >= stretches[i].From)
                return stretches[i];
        return stretches[0];
    }

    /// <summary>The same rule with other numbers for the tiers.</summary>
    internal StateRule Renumbered(Func<int, int> number)
    {
        return new(All(Stretches), ByLabel.ToDictionary(own => own.Key, own => All(own.Value)));

        IReadOnlyList<Stretch> All(IReadOnlyList<Stretch> stretches)
            => [.. stretches.Select(stretch => stretch.Ask == Stretch.Stand ? stretch : stretch with { Ask = number(stretch.Ask) })];
    }

    /// <summary>The least reliability at which an answer with this label stands; null where none does.</summary>
    public double? StandsFrom(int label)
    {
        foreach (var stretch in ByLabel.GetValueOrDefault(label, Stretches))
            if (stretch.Ask == Stretch.Stand)
                return stretch.From;
        return null;
    }
}

/// <summary>A stretch of the scale of reliability.</summary>
/// <param name="From">Its lower end.</param>
/// <param name="Ask">The tier to ask next, or <see cref="Stand"/>.</param>
public readonly record struct Stretch(double From, int Ask)
{
    /// <summary>Nobody is asked: the answer stands.</summary>
    public const int Stand = -1;
}
