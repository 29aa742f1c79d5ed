using HybridAi.Learning.OffPolicy;

namespace HybridAi.Serve.Decisions;

/// <summary>What a right answer is measured by.</summary>
public enum WhatIfMeasure
{
    /// <summary>The label of the reference of the route that decided: what is estimated is agreement, not accuracy.</summary>
    Reference,

    /// <summary>A person's label: what is estimated is accuracy. Labels count on audited decisions alone, since chance drew those.</summary>
    Gold,
}

/// <summary>What a route would have done in a period, had it been live.</summary>
/// <param name="Route">The route's hash.</param>
/// <param name="From">From then on; null: from the first decision.</param>
/// <param name="Until">Before then; null: to the last decision.</param>
/// <param name="Decisions">Logged decisions that it was evaluated on.</param>
/// <param name="Audits">Those of them that were drawn for an audit.</param>
/// <param name="Heard">Those audits whose outcome is known. That the others' is not is taken to be no sign of who is right.</param>
/// <param name="Measure">What a right answer is measured by.</param>
/// <param name="Right">Share of right answers.</param>
/// <param name="CostUsd">Cost of a decision; null where a price is unknown.</param>
/// <param name="LoggedCostUsd">What the logged decisions cost on average, where that is known; null where it never is.</param>
/// <param name="Notes">What a careful reader must know.</param>
public sealed record WhatIfReport(
    string Route,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    int Decisions,
    int Audits,
    int Heard,
    WhatIfMeasure Measure,
    WhatIfFigure Right,
    WhatIfFigure? CostUsd,
    double? LoggedCostUsd,
    IReadOnlyList<string> Notes);

/// <summary>One estimate with its interval.</summary>
/// <param name="Value">The estimate: doubly robust.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
/// <param name="Confidence">Confidence of the interval, for any number of decisions.</param>
/// <param name="Overlap">How much the log has to say about the route.</param>
/// <param name="Estimates">By every estimator, the most trusted first.</param>
public sealed record WhatIfFigure(double Value, double Lower, double Upper, double Confidence, Overlap Overlap, IReadOnlyList<ValueEstimate> Estimates)
{
    internal static WhatIfFigure Of(OffPolicyEvaluation evaluation)
    {
        var trusted = evaluation.Trusted!;
        return new(trusted.Value, trusted.Lower, trusted.Upper, trusted.Confidence, evaluation.Verdict.Overlap, evaluation.Estimates);
    }
}
