using HybridAi.Learning.Annotators;

namespace HybridAi.Learning.Statistics;

/// <summary>Agreement of any number of annotators with any number of votes missing.</summary>
/// <remarks>Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; Hayes and Krippendorff 2007, Communication Methods and Measures 1.</remarks>
public static class KrippendorffAlpha
{
    /// <summary>For labels without an order: any two different ones differ alike.</summary>
    public static Agreement Nominal(Votes votes) => Of(votes, (one, other) => one == other ? 0 : 1);

    /// <summary>For labels that stand for numbers: a difference counts by its square.</summary>
    /// <param name="votes">The votes.</param>
    /// <param name="values">Each label's number.</param>
    public static Agreement Interval(Votes votes, IReadOnlyList<double> values)
        => Of(votes, (one, other) => (values[one] - values[other]) * (values[one] - values[other]));

    private static Agreement Of(Votes votes, Func<int, int, double> difference)
    {
        var (items, pairable, observed) = (0, 0, 0.0);
        var counts = new double[votes.Labels];
        for (var item = 0; item < votes.Items; item++)
        {
            var on = votes.On(item);
            if (on.Length < 2) continue;
            items++;
            pairable += on.Length;
            foreach (var one in on)
            {
                counts[one.Label]++;
                foreach (var other in on) observed += difference(one.Label, other.Label) / (on.Length - 1);
            }
        }

        if (items == 0) return Agreement.None("No item has votes of two annotators.", 0);
        var expected = 0.0;
        for (var one = 0; one < counts.Length; one++)
            for (var other = 0; other < counts.Length; other++)
                expected += counts[one] * counts[other] * difference(one, other);
        return Agreement.Of(observed / pairable, expected / pairable / (pairable - 1), items);
    }
}
