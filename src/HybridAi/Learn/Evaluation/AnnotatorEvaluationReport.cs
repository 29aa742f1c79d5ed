using HybridAi.Learning.Annotators;

namespace HybridAi.Learn.Evaluation;

/// <summary>What <c>hybridai evaluate annotators</c> is told.</summary>
/// <param name="Seed">Another seed is another draw of the gold that may be seen, and other ties.</param>
/// <param name="GoldShare">The tool sees the gold of at most this share of all items, above 0 and at most 1; it is judged on the rest.</param>
public sealed record AnnotatorEvaluationSettings(int Seed = 1, double GoldShare = 0.1);

/// <summary>The figures of <c>hybridai evaluate annotators</c>.</summary>
/// <param name="Kind">Always <c>annotators</c>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ElapsedSeconds">The whole run.</param>
/// <param name="Items">Items with votes.</param>
/// <param name="Votes">Votes.</param>
/// <param name="GoldItems">Items whose gold the file holds.</param>
/// <param name="GoldSeen">Of those, the ones that the tool saw.</param>
/// <param name="JudgedOn"><c>unseen-gold</c>: the gold items that the tool didn't see; <c>cross-validation</c> where it saw all: each while its own gold was hidden.</param>
/// <param name="Majority">Accuracy of the majority vote there, as are those that follow.</param>
/// <param name="DawidSkene">Of plain Dawid-Skene.</param>
/// <param name="OneCoin">Of the one-coin model.</param>
/// <param name="Chosen">The method that the tool chose by the gold it saw.</param>
/// <param name="Methods">Every method.</param>
/// <param name="Warning">That voting is worse than one annotator alone, where the seen gold says so; null otherwise.</param>
/// <param name="FleissKappa">Agreement; null where undefined.</param>
/// <param name="KrippendorffAlpha">Agreement for nominal labels; null where undefined.</param>
/// <param name="Undefined">Why a measure is undefined, by its name.</param>
/// <param name="PerAnnotator">Each annotator, the one with the most votes first.</param>
public sealed record AnnotatorEvaluationReport(
    string Kind,
    int Seed,
    double ElapsedSeconds,
    int Items,
    int Votes,
    int GoldItems,
    int GoldSeen,
    string JudgedOn,
    double Majority,
    double DawidSkene,
    double OneCoin,
    ChosenAggregator Chosen,
    IReadOnlyList<MethodFigures> Methods,
    string? Warning,
    double? FleissKappa,
    double? KrippendorffAlpha,
    IReadOnlyDictionary<string, string> Undefined,
    IReadOnlyList<AnnotatorFigures> PerAnnotator);

/// <summary>The chosen method.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Accuracy">On the items that the report says.</param>
/// <param name="AccuracyOnAll">On all gold items; those that the tool saw are judged while their own gold is hidden.</param>
/// <param name="Reason">Why it was chosen.</param>
public sealed record ChosenAggregator(string Method, double Accuracy, double AccuracyOnAll, string Reason);

/// <summary>One method.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Accuracy">On the items that the report says.</param>
/// <param name="AccuracyOnAll">On all gold items; those that the tool saw are judged while their own gold is hidden.</param>
/// <param name="Convergence">How it ended on all votes.</param>
public sealed record MethodFigures(string Method, double Accuracy, double AccuracyOnAll, Convergence Convergence);

/// <summary>One annotator.</summary>
/// <param name="Annotator">The name.</param>
/// <param name="Votes">Votes given.</param>
/// <param name="EstimatedAccuracy">What the chosen method holds of it, from votes and seen gold.</param>
/// <param name="GoldVotes">Votes on any gold item.</param>
/// <param name="GoldAccuracy">Share of those that are right; null without any.</param>
public sealed record AnnotatorFigures(string Annotator, int Votes, double EstimatedAccuracy, int GoldVotes, double? GoldAccuracy);
