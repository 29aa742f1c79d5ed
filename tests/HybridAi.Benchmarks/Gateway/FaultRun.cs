using HybridAi.Curate.Labelling;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;
using HybridAi.Tests.Llm.Loopback;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>What a labelling run left behind: on our side labels, ledger and budget; on the server's its account.</summary>
internal sealed record FaultRun(
    IReadOnlyDictionary<string, Label> Labels, IReadOnlyList<LedgerEntry> Lines, BudgetState Budget, LoopbackAccount Account, TimeSpan Elapsed)
{
    public decimal Bill { get; } = Account.BillUsd(LabellingBench.InputUsd, LabellingBench.OutputUsd);

    public decimal Ledger => Lines.Sum(line => line.CostUsd ?? 0);

    public int UnknownLines => Lines.Count(line => line.CostUsd is null);

    private decimal Told => Lines.Where(line => line.InputTokens is not null).Sum(line => line.CostUsd ?? 0);

    public static async Task<FaultRun> OfAsync(LabellingBench bench, LoopbackAccount account, TimeSpan elapsed)
        => new(await bench.LabelledAsync(), await bench.LinesAsync(), await bench.BudgetAsync(), account, elapsed);

    /// <summary>
    /// That every item has an end and none is paid twice: no call that is on the bill began after the server had given a usable answer for its
    /// item. A second attempt after an answer that broke, or broke its schema, is not that: it is counted beside.
    /// </summary>
    public void Items(Verdict verdict, int items)
    {
        var (labelled, failed) = (Labels.Values.Count(label => label.Value is not null), Labels.Values.Count(label => label.Value is null && label.Reason.Length > 0));
        verdict.Check("items that ended: a label, or a failure with its reason", $"{labelled} + {failed} of {items}", labelled + failed == items);
        var calls = Account.Lines;
        var hits = Lines.Count(line => line.Outcome == "cache-hit");
        verdict.Say("calls; on the bill; billed attempts without a usable answer", $"{calls.Count}; {calls.Count(call => call.IsBilled)}; {calls.Count(call => call.IsBilled && call.Served is null)}");
        verdict.Say("ledger lines of calls; seconds", $"{Lines.Count - hits}; {Elapsed.TotalSeconds:F1}");
        verdict.Say("how calls ended", $"{string.Join(", ", Lines.CountBy(line => line.Outcome).OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}"))}");
        verdict.Check("billed calls for an item that had its usable answer", $"{Account.PaidTwice().Count}", Account.PaidTwice().Count == 0);
    }

    /// <summary>Where the money is, on both sides.</summary>
    public void Money(Verdict verdict)
    {
        verdict.Say("bill; ledger", $"{Bill:F6}; {Ledger:F6} USD");
        verdict.Check("answers as the server told them, to the nano-dollar", $"{Told:F6} USD", Told == Account.ToldUsd(LabellingBench.InputUsd, LabellingBench.OutputUsd));
        verdict.Say("broken streams: bill; ledger, by our count of what arrived", $"{Bill - Told:F6}; {Ledger - Told:F6} USD");
        verdict.Say("calls of unknown cost, in the ledger without one", $"{UnknownLines}");
        verdict.Check("budget: confirmed part is what the server told", $"{Budget.SpentUsd - Budget.AssumedUsd:F6} USD", Budget.SpentUsd - Budget.AssumedUsd == Told);
        verdict.Check("budget: spent, unknown calls at their most, covers the bill", $"{Budget.SpentUsd:F6} USD", Budget.SpentUsd >= Bill && Budget.ReservedUsd == 0);
    }
}
