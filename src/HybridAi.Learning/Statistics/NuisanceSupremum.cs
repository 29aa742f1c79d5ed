namespace HybridAi.Learning.Statistics;

/// <summary>
/// The greatest chance of a favourable outcome on the edge of the claim, where wins less losses are exactly -margin, over a range of rates at which
/// rows differ. What is returned is never below it: between two points of the grid the chance is bounded, not guessed.
/// </summary>
/// <remarks>
/// Along the edge the chance's second derivative is the mean of S² + S' over the favourable outcomes, S being the score of the rate. S' is negative and
/// S² + S' has mean 0 over all outcomes, so that the derivative is at most the Fisher information I in size; between two points at distance w the chance
/// thus stays below the parabola through both with curvature -I. Where a rate of 0 or 1 makes I infinite, the cell is bounded by the chance with its
/// greatest rate of wins and its least of losses, since the chance rises with the one and falls with the other (Barnard's convexity; Röhmel and Mansmann
/// 1999). Cells are halved until no bound exceeds the best point by more than the tolerance.
/// </remarks>
internal sealed class NuisanceSupremum(FavourableOutcomes outcomes, int rows, double margin)
{
    private const int FirstCells = 12;
    private const double Absolute = 5e-5;
    private const double Relative = 2e-3;
    private const double NarrowestCell = 1e-13;

    /// <summary>The bound over all rates from <paramref name="low"/> to <paramref name="high"/>; any value above <paramref name="enough"/> when it is above that.</summary>
    /// <param name="low">Least rate of differing rows, at least the margin's size.</param>
    /// <param name="high">Greatest rate, at most 1.</param>
    /// <param name="enough">Bounds up to here need not be sharpened; 0 sharpens each.</param>
    public double Over(double low, double high, double enough)
    {
        var cells = new Stack<(double Low, double High, double AtLow, double AtHigh)>();
        var (best, bound) = (0.0, 0.0);
        var left = (Rate: low, Chance: ChanceAt(low));
        for (var i = 1; i <= FirstCells; i++)
        {
            var rate = i == FirstCells ? high : low + (high - low) * i / FirstCells;
            var right = (Rate: rate, Chance: ChanceAt(rate));
            cells.Push((left.Rate, right.Rate, left.Chance, right.Chance));
            best = Math.Max(best, Math.Max(left.Chance, right.Chance));
            left = right;
        }

        while (cells.TryPop(out var cell))
        {
            if (enough > 0 && best > enough) return best;
            var most = Most(cell.Low, cell.High, cell.AtLow, cell.AtHigh);
            if (most <= Math.Max(enough, best + Absolute + Relative * best) || cell.High - cell.Low < NarrowestCell)
            {
                bound = Math.Max(bound, most);
                continue;
            }

            var middle = (cell.Low + cell.High) / 2;
            var chance = ChanceAt(middle);
            best = Math.Max(best, chance);
            cells.Push((cell.Low, middle, cell.AtLow, chance));
            cells.Push((middle, cell.High, chance, cell.AtHigh));
        }

        return Math.Min(1, Math.Max(bound, best));
    }

    private double Most(double low, double high, double atLow, double atHigh)
    {
        var (wins, losses, ties) = (Math.Max(0, (low - margin) / 2), Math.Max(0, (low + margin) / 2), 1 - high);
        var atMost = Math.Max(atLow, atHigh);
        if (wins < NarrowestCell || losses < NarrowestCell || ties < NarrowestCell)
            return Math.Max(atMost, outcomes.Chance(Math.Max(0, (high - margin) / 2), losses));
        var information = rows * (1 / (4 * wins) + 1 / (4 * losses) + 1 / ties);
        var curve = information * (high - low) * (high - low) / 2;
        var rise = atHigh - atLow;
        return Math.Abs(rise) >= curve ? atMost : Math.Min(1, atLow + (curve + rise) * (curve + rise) / (4 * curve));
    }

    private double ChanceAt(double rate) => outcomes.Chance(Math.Max(0, (rate - margin) / 2), Math.Max(0, (rate + margin) / 2));
}
