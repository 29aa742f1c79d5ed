using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Labelling;

namespace HybridAi.Cli.Verbs;

/// <summary>Shows what a labelling run may cost, and asks where that is more than was agreed beforehand.</summary>
internal static class LabelConfirmation
{
    public static void Show(LabellingEstimate estimate)
    {
        Output.Table($"Estimate for {estimate.Labeller}", ["", ""],
        [
            ["records to ask for", $"{Output.Count(estimate.Records)} ({Output.Count(estimate.AlreadyLabelled)} are labelled already)"],
            ["too long, refused", Output.Count(estimate.TooLong)],
            ["answered by the cache, free", Output.Count(estimate.CacheHits)],
            ["input tokens", $"about {Output.Count(estimate.InputTokens)} (within {Output.Percent(estimate.InputErrorShare)})"],
            ["output tokens an answer", $"mean {Tokens(estimate.OutputTokensMean)}, long {Tokens(estimate.OutputTokensHigh)}"],
            ["calls a record", estimate.CallsPerRecord.ToString("0.00", CultureInfo.InvariantCulture)],
            ["cost", $"{Output.Money(estimate.LowUsd)} to {Output.Money(estimate.HighUsd)}, likely {Output.Money(estimate.LikelyUsd)}"],
            ["time", estimate.Time is { } time ? $"about {Output.Time(time)}" : "unknown"],
        ]);
        Output.Line(estimate.Basis);
    }

    /// <summary>Null where the run may start; else why it must not.</summary>
    /// <param name="estimate">What it may cost.</param>
    /// <param name="aboveUsd">What was agreed beforehand.</param>
    public static Fault? Ask(LabellingEstimate estimate, decimal aboveUsd)
    {
        if (estimate.Unconfirmed(aboveUsd) is not { } unconfirmed) return null;
        Show(estimate);
        if (Console.IsInputRedirected) return unconfirmed with { Reason = $"{unconfirmed.Reason} Say --yes, or raise --confirm-above." };
        Console.Error.Write($"{unconfirmed.Reason} Go on? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes" ? null : unconfirmed with { Reason = "Nothing was asked for and nothing paid." };
    }

    private static string Tokens(double? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "unknown";
}
