using HybridAi.Documents.Answering;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Chat;

/// <summary>
/// Answerers from cheap to dear and how sure each but the last has to be for its answer to stand. How sure an answer is, is the chance that the passages answer
/// the question at all times how well they support what is said; an abstention is as sure as that they don't.
/// </summary>
/// <param name="Answerers">Who answers, in order; the last is the reference.</param>
/// <param name="StandsFrom">For each but the last, 0 to 1; above 1: it is not asked.</param>
/// <param name="Certificate">What was shown of it; null where the last answers everything.</param>
public sealed record AnswerRoute(IReadOnlyList<string> Answerers, IReadOnlyList<double> StandsFrom, AnswerCertificate? Certificate = null)
{
    /// <summary>A threshold that nothing reaches.</summary>
    public const double Never = 2;

    /// <summary>The last of the answerers alone.</summary>
    public static AnswerRoute ReferenceAlone(IReadOnlyList<string> answerers) => new(answerers, [.. Enumerable.Repeat(Never, answerers.Count - 1)]);

    /// <summary>How sure an answer is, 0 to 1.</summary>
    public static double Sureness(Answer answer)
        => answer.Abstention is null ? answer.Scores.Answerability * (answer.Scores.Support ?? 0) : 1 - answer.Scores.Answerability;
}

/// <summary>What reviewed questions show of a route of answerers.</summary>
/// <param name="State">Whether the floor was shown to hold.</param>
/// <param name="Questions">How many questions judged.</param>
/// <param name="Margin">How far below the reference's share of right answers the floor lies.</param>
/// <param name="Confidence">The one-sided confidence.</param>
/// <param name="Right">The route's share of right answers on these questions.</param>
/// <param name="ReferenceRight">The reference's.</param>
/// <param name="CostUsd">Mean cost of a question along the route; null where unknown.</param>
/// <param name="ReferenceCostUsd">Mean cost of a question to the reference; null where unknown.</param>
/// <param name="Reason">What that means, in a sentence for a person.</param>
public sealed record AnswerCertificate(
    CertificateState State, int Questions, double Margin, double Confidence, double Right, double ReferenceRight, decimal? CostUsd, decimal? ReferenceCostUsd, string Reason);
