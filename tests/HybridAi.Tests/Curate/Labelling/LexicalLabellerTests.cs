using System.Diagnostics;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Labelling;

public sealed class LexicalLabellerTests(ITestOutputHelper output)
{
    private static readonly Project Printing = new("desk", ProjectKind.TextClassification, "text", null, null, [], null,
        [new("label_printing", "a label does not print"), new("pickupBooking", "booking a courier collection")], new());

    [Theory]
    [InlineData(0, 0.40)]
    [InlineData(100, 0.50)]
    [InlineData(300, 0.60)]
    public async Task It_gets_better_with_reviewed_texts(int reviewed, double atLeast)
    {
        var accuracies = new List<double>();
        foreach (var seed in reviewed == 0 ? [1] : new[] { 1, 2, 3, 4, 5 })
        {
            var tickets = SampleData.Tickets.ToArray();
            new Random(seed).Shuffle(tickets);
            var labeller = new LexicalLabeller(SampleData.Project, tickets[..reviewed], TimeProvider.System);
            var right = new List<bool>();
            var confidence = new List<double>();
            var started = Stopwatch.GetTimestamp();
            foreach (var ticket in tickets[reviewed..])
            {
                var proposal = await labeller.ProposeAsync(new("run", "id", ticket.Text), TestContext.Current.CancellationToken);
                right.Add(proposal.Label == ticket.Label);
                confidence.Add(proposal.Confidence);
            }

            var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds / right.Count;
            accuracies.Add(right.Average(hit => hit ? 1.0 : 0));
            output.WriteLine($"reviewed {reviewed} seed {seed}: accuracy {accuracies[^1]:0.000}, mean confidence {confidence.Average():0.000}, "
                + $"{elapsed:0.0} us a text");
        }

        output.WriteLine($"reviewed {reviewed}: mean accuracy {accuracies.Average():0.000}");
        accuracies.Average().ShouldBeGreaterThan(atLeast);
    }
}
