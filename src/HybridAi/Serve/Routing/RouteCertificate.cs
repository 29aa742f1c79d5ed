namespace HybridAi.Serve.Routing;

/// <summary>What was shown of a route.</summary>
public enum CertificateState
{
    /// <summary>It holds the floor, with the asked confidence.</summary>
    Certified,

    /// <summary>It seems to hold the floor, but the rows are too few to show it.</summary>
    NotEnoughData,

    /// <summary>Nothing cheaper than the reference seems to hold the floor.</summary>
    Refused,
}

/// <summary>What was shown of a route, on which rows and by which method. Where nothing was shown the route is the reference alone.</summary>
/// <param name="State">Whether it may answer more than the reference alone.</param>
/// <param name="Settings">What was asked for: who chooses a route like it again asks for the same.</param>
/// <param name="Rows">The rows that judged.</param>
/// <param name="Wins">Rows on which only the route is right.</param>
/// <param name="Losses">Rows on which only the reference is right.</param>
/// <param name="DifferenceAtLeast">Lower bound of route accuracy minus reference accuracy, with the confidence.</param>
/// <param name="PValue">How likely such rows or better ones are at most, if the route lies at or below its floor.</param>
/// <param name="RowsNeeded">About how many reviewed rows in all would do, if they are like these; null: certified, or no number would.</param>
/// <param name="Slices">The protected slices, each shown on its own, with a correction for their number.</param>
/// <param name="Method">How it was shown, in words, with what that does and does not promise.</param>
/// <param name="Reason">The state in a sentence.</param>
public sealed record RouteCertificate(
    CertificateState State,
    RouteSettings Settings,
    int Rows,
    int Wins,
    int Losses,
    double DifferenceAtLeast,
    double PValue,
    int? RowsNeeded,
    IReadOnlyList<SliceCertificate> Slices,
    string Method,
    string Reason)
{
    /// <summary>How far below the reference's accuracy the floor lies.</summary>
    public double Margin => Settings.Margin;

    /// <summary>The one-sided confidence that was asked for.</summary>
    public double Confidence => Settings.Confidence;

    /// <summary>The certificate of a reference alone where there was nothing to test.</summary>
    public static RouteCertificate Nothing(RouteSettings settings, string reason, int? rowsNeeded = null) => new(
        rowsNeeded is null ? CertificateState.Refused : CertificateState.NotEnoughData, settings, 0, 0, 0, -1, 1, rowsNeeded, [],
        "Nothing was tested.", reason);
}

/// <summary>What was shown within one protected slice.</summary>
/// <param name="Slice">Its name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Difference">Route accuracy minus reference accuracy.</param>
/// <param name="DifferenceAtLeast">Its lower bound, with the corrected confidence.</param>
/// <param name="Held">Whether the slice's floor is shown.</param>
/// <param name="RowsNeeded">About how many rows of the slice would do; null: held, or no number would.</param>
public sealed record SliceCertificate(string Slice, int Rows, double Difference, double DifferenceAtLeast, bool Held, int? RowsNeeded);
