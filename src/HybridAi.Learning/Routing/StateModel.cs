using HybridAi.Learning.Statistics;

namespace HybridAi.Learning.Routing;

/// <summary>What is believed of an input once some tiers have answered.</summary>
/// <param name="Label">The answer that is likeliest right; <see cref="TierReply.NoLabel"/> where no tier gave one.</param>
/// <param name="Reliability">How likely it is right: a calibrated probability; 0 without an answer.</param>
public readonly record struct Belief(int Label, double Reliability);

/// <summary>
/// The reliability model of one state of a walk, that is of one set of tiers that have answered. It weighs what each of them says about every label, takes the
/// likeliest label, and says how likely that one is right, from its lead, the label itself, the agreement of the tiers and how unlike the training texts
/// the input is.
/// </summary>
/// <param name="Asked">The tiers that have answered, one bit each.</param>
/// <param name="Weights">What each tier's word counts, by tier; 0 for tiers outside the state.</param>
/// <param name="Calibration">How the lead of the likeliest label becomes a probability.</param>
public sealed record StateModel(int Asked, double[] Weights, StateCalibration Calibration)
{
    private const double MostLead = 9;

    /// <summary>The belief after these replies.</summary>
    internal Belief Judge(Candidates candidates, LabelSpace space, ReadOnlySpan<TierReply?> replies, double novelty)
    {
        var (label, lead) = Likeliest(candidates);
        return label == TierReply.NoLabel ? new(label, 0) : new(label, Calibration.Reliability(label, lead, Dissent(label, space, replies), novelty));
    }

    /// <summary>How likely each candidate is right, summing to 1: the likeliest as calibrated, the others in proportion to their scores.</summary>
    /// <param name="belief">What <see cref="Judge"/> says of the same replies.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="shares">Filled: one a candidate.</param>
    internal void Share(Belief belief, Candidates candidates, Span<double> shares)
    {
        var (_, most) = Score(candidates, shares);
        var (best, others) = (Array.IndexOf(candidates.Labels, belief.Label), 0.0);
        for (var c = 0; c < shares.Length; c++)
        {
            shares[c] = Math.Exp(shares[c] - most);
            if (c != best) others += shares[c];
        }

        // Where nobody answered there is no likeliest; where there is but one candidate it is certain.
        var left = best < 0 ? 1 : 1 - belief.Reliability;
        for (var c = 0; c < shares.Length; c++) shares[c] = c == best ? others == 0 ? 1 : belief.Reliability : shares[c] / others * left;
    }

    /// <summary>The likeliest label and the log odds of its being right, not yet calibrated.</summary>
    internal (int Label, double Lead) Likeliest(Candidates candidates)
    {
        Span<double> scores = stackalloc double[candidates.Offsets.Length];
        var (best, most) = Score(candidates, scores);
        if (best < 0) return (TierReply.NoLabel, 0);
        var others = 0.0;
        for (var c = 0; c < scores.Length; c++)
            if (c != best)
                others += Math.Exp(scores[c] - most);
        var lead = others == 0 ? MostLead : scores[best] - most - Math.Log(others);
        return (candidates.Labels[best], Math.Clamp(lead, -MostLead, MostLead));
    }

    // Fills the scores; gives the place of the best candidate that an asked tier named, -1 where none did, and the greatest score of all.
    private (int Best, double Most) Score(Candidates candidates, Span<double> scores)
    {
        var (best, most) = (-1, double.NegativeInfinity);
        for (var c = 0; c < scores.Length; c++)
        {
            scores[c] = candidates.Offsets[c];
            for (var tier = 0; tier < Weights.Length; tier++)
                if ((Asked >> tier & 1) == 1 && candidates.Votes[tier] is { } votes)
                    scores[c] += Weights[tier] * votes[c];
            most = Math.Max(most, scores[c]);
            if (c < candidates.Labels.Length && (candidates.NamedBy[c] & Asked) != 0 && (best < 0 || scores[c] > scores[best])) best = c;
        }

        return (best, most);
    }

    /// <summary>The tier whose answer counts most; null where none gave one.</summary>
    internal int? Weightiest(ReadOnlySpan<TierReply?> replies)
    {
        int? most = null;
        for (var tier = 0; tier < replies.Length; tier++)
            if (replies[tier] is { Label: not TierReply.NoLabel } && (most is null || Weights[tier] > Weights[most.Value]))
                most = tier;
        return most;
    }

    /// <summary>Share of the asked tiers with an answer that give another one.</summary>
    internal double Dissent(int label, LabelSpace space, ReadOnlySpan<TierReply?> replies)
    {
        var (answers, other) = (0, 0);
        for (var tier = 0; tier < replies.Length; tier++)
        {
            if ((Asked >> tier & 1) == 0 || replies[tier] is not { } reply || reply.Label == TierReply.NoLabel) continue;
            answers++;
            if (!space.Same(reply.Label, label)) other++;
        }

        return answers == 0 ? 0 : (double)other / answers;
    }
}

/// <summary>How the lead of the likeliest label becomes the calibrated probability that it is right.</summary>
/// <param name="Competence">By label: how much more often an answer with it is right than others with the same lead, in log odds. Empty for numbers.</param>
/// <param name="Lead">Weight of the log odds of the likeliest label.</param>
/// <param name="OfLabel">Weight of <paramref name="Competence"/>.</param>
/// <param name="Dissent">Weight of the share of tiers that give another answer.</param>
/// <param name="Novelty">Weight of the input's novelty.</param>
/// <param name="Intercept">Log odds where all of them are 0.</param>
public sealed record StateCalibration(double[] Competence, double Lead, double OfLabel, double Dissent, double Novelty, double Intercept)
{
    /// <summary>The probability that an answer is right.</summary>
    /// <param name="label">The answer.</param>
    /// <param name="lead">Log odds of the label before calibration.</param>
    /// <param name="dissent">Share of the asked tiers that give another answer.</param>
    /// <param name="novelty">How unlike the training texts the input is, 0 to 1.</param>
    public double Reliability(int label, double lead, double dissent, double novelty)
        => LogOdds.Probability(Intercept + Lead * lead + OfLabel * (Competence.Length == 0 ? 0 : Competence[label]) + Dissent * dissent + Novelty * novelty);
}
