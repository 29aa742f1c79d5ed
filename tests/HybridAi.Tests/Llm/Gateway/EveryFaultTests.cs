using HybridAi.Tests.Curate;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>Every kind of fault once, streamed and not: what calls it leads to, and what comes of the item.</summary>
public sealed class EveryFaultTests
{
    private const string Label = "label";

    public static TheoryData<string, bool, string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, bool, string, string>();
            foreach (var streams in new[] { false, true })
            {
                faults.Add("429 with Retry-After", streams, "model-rate-limited ok", Label);
                faults.Add("429 without Retry-After", streams, "model-rate-limited ok", Label);
                faults.Add("500", streams, "model-unavailable ok", Label);
                faults.Add("503", streams, "model-unavailable ok", Label);
                faults.Add("hang", streams, "model-timeout ok", Label);
                faults.Add("slow first token", streams, "ok", Label);
                faults.Add("wrong schema", streams, "ok ok", Label);
                faults.Add("huge answer", streams, "ok", "at most 65536 are read");
                faults.Add("wrong token counts", streams, "ok", Label);
                faults.Add("truncated JSON", streams, "model-answer-unreadable", "not a chat completion");
            }

            faults.Add("cut stream", false, "model-unreachable ok", Label);
            faults.Add("cut stream", true, "model-unreachable", "the connection broke");
            faults.Add("wrong content type", false, "model-answer-unreadable", "not a chat completion");
            faults.Add("wrong content type", true, "model-broke-off ok", Label);
            faults.Add("200 with an error body", false, "model-answer-unreadable", "not a chat completion");
            faults.Add("200 with an error body", true, "model-broke-off ok", Label);
            return faults;
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_fault_is_mended_or_recorded_with_its_reason(string kind, bool streams, string calls, string end)
    {
        await using var bench = await FaultBench.CreateAsync(streams);
        bench.Server.Then(bench.Plan.Kinds.Single(each => each.Name == kind).Behaviour);

        await bench.LabelAsync(1);

        string.Join(' ', (await bench.LinesAsync()).Select(line => line.Outcome)).ShouldBe(calls);
        var label = (await bench.Labels.NewestAsync(CurateBench.Project.Name, bench.Labeller.Name, FaultBench.Cancellation)).Values.Single();
        if (end == Label) label.Value.ShouldBe("bill");
        else (label.Value, label.Reason).ShouldSatisfyAllConditions(found => found.Value.ShouldBeNull(), found => found.Reason.ShouldContain(end));
    }

    [Fact]
    public async Task Every_kind_of_fault_is_tried_both_ways()
    {
        await using var bench = await FaultBench.CreateAsync(streams: false);
        Faults.Select(row => (row.Data.Item1, row.Data.Item2)).ShouldBe(
            bench.Plan.Kinds.SelectMany(kind => new[] { (kind.Name, false), (kind.Name, true) }), ignoreOrder: true);
    }
}
