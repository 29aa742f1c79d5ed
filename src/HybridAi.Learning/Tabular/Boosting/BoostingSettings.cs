namespace HybridAi.Learning.Tabular.Boosting;

/// <summary>How trees are boosted.</summary>
/// <param name="Leaves">Most leaves of a tree, at least 2.</param>
/// <param name="Rate">Share of each tree's step that is taken.</param>
/// <param name="LeafRows">Fewest rows of a leaf.</param>
/// <param name="Penalty">What is added to a leaf's curvature, so that leaves of few rows take small steps.</param>
/// <param name="RowShare">Share of the rows that each round draws.</param>
/// <param name="FeatureShare">Share of the features that each tree draws.</param>
internal sealed record BoostingSettings(int Leaves, double Rate, int LeafRows, double Penalty, double RowShare, double FeatureShare)
{
    private const double MostSteps = 60;

    /// <summary>Rounds without a gain on the watched rows after which boosting ends.</summary>
    public int Patience => (int)Math.Ceiling(3 / Rate);

    /// <summary>Most rounds.</summary>
    public int MostRounds => (int)Math.Ceiling(MostSteps / Rate);

    /// <summary>Settings drawn from a wide but sober range; larger trees where rows abound.</summary>
    /// <remarks>There are at least 100 different ones.</remarks>
    public static BoostingSettings Draw(Random chance, int rows, double rate)
    {
        int[] leaves = rows < 2_000 ? [3, 4, 8, 16] : rows < 10_000 ? [8, 16, 31] : [16, 31, 63];
        return new(
            Pick(leaves), rate, Pick([5, 10, 20, 40]), Pick([0.1, 1.0, 5.0, 20.0]), Pick([0.5, 0.75, 1.0]), Pick([0.3, 0.6, 1.0]));

        T Pick<T>(T[] of) => of[chance.Next(of.Length)];
    }
}
