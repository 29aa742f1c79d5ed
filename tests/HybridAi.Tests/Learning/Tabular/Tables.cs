using System.Globalization;
using HybridAi.Learning.Tabular;

namespace HybridAi.Tests.Learning.Tabular;

/// <summary>Generated tables whose law is known.</summary>
internal static class Tables
{
    public static readonly TableColumn[] LoanColumns =
    [
        new("income", ColumnKind.Number), new("age", ColumnKind.Number), new("city", ColumnKind.Category), new("branch", ColumnKind.Category),
        new("remark", ColumnKind.Text),
    ];

    private static readonly string[] Remarks = ["pays late, was reminded twice", "pays in time and is polite", "asked about fees", "moved house last year"];

    /// <summary>Loans that are repaid the likelier the greater the income, in some cities and branches more than in others; a fifth of incomes is missing.</summary>
    /// <returns>The rows, what became of them, and what somebody would answer who knew the law.</returns>
    public static (TabularRows Rows, int[] Labels, int[] Law) Loans(int count, int seed)
    {
        var chance = new Random(seed);
        var (cells, labels, law) = (new List<IReadOnlyList<string?>>(), new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var (income, age, city, branch, remark) =
                (chance.NextDouble() * 100, chance.Next(18, 90), chance.Next(4), chance.Next(40), chance.Next(Remarks.Length));
            var rest = (city == 0 ? 1 : -0.5) + (branch % 3 - 1) + (remark == 0 ? -2 : remark == 1 ? 2 : 0);
            var score = (income - 50) / 15 + rest;
            labels[i] = chance.NextDouble() < 1 / (1 + Math.Exp(-score)) ? 1 : 0;
            var known = chance.Next(5) > 0;
            law[i] = (known ? score : rest) > 0 ? 1 : 0;
            cells.Add([known ? Text(income) : null, Text(age), $"city {city}", $"branch {branch}", Remarks[remark]]);
        }

        return (new(LoanColumns, cells), labels, law);
    }

    /// <summary>A target with a bend, a step and noise that grows with x: y = sin(x) · 5 + step(kind) + (0.2 + x/2) · noise.</summary>
    public static (TabularRows Rows, double[] Targets) Noisy(int count, int seed)
    {
        var chance = new Random(seed);
        var (cells, targets) = (new List<IReadOnlyList<string?>>(), new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (x, kind, idle) = (chance.NextDouble() * 6, chance.Next(3), chance.NextDouble());
            targets[i] = Math.Sin(x) * 5 + kind * 2 + (0.2 + x / 2) * Normal(chance);
            cells.Add([Text(x), $"kind {kind}", Text(idle)]);
        }

        return (new([new("x", ColumnKind.Number), new("kind", ColumnKind.Category), new("idle", ColumnKind.Number)], cells), targets);
    }

    public static string?[] Row(TabularRows rows, int row) => [.. rows.Cells[row]];

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Normal(Random chance) =>
        Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
}
