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

    [Fact]
    public async Task Related_forms_of_a_word_meet()
    {
        var proposal = await Propose(Lexical(Printing), "Printing stopped again");
        proposal.Label.ShouldBe("label_printing");
        proposal.Reason.ShouldStartWith("words: Printing (");
        proposal.CostUsd.ShouldBe(0);
    }

    [Fact]
    public async Task A_label_s_name_falls_into_its_words()
        => (await Propose(Lexical(Printing), "pickup?")).Label.ShouldBe("pickupBooking");

    [Theory]
    [InlineData("12345 67890")]
    [InlineData("")]
    [InlineData("the of and")]
    public async Task A_text_without_a_match_gets_no_label(string text)
    {
        var proposal = await Propose(Lexical(Printing), text);
        proposal.Label.ShouldBeNull();
        proposal.Fault!.Code.ShouldBe("no-match");
        proposal.Confidence.ShouldBe(0);
    }

    [Fact]
    public async Task It_says_whether_its_confidence_is_calibrated()
    {
        var few = Lexical(SampleData.Project, [.. SampleData.Tickets.Take(29)]);
        var enough = Lexical(SampleData.Project, [.. SampleData.Tickets.Take(30)]);
        (await Propose(few, "my parcel is late")).Reason.ShouldContain("29 reviewed texts; confidence uncalibrated");
        (await Propose(enough, "my parcel is late")).Reason.ShouldContain("30 reviewed texts; calibrated on those");
    }

    [Fact]
    public void Its_version_knows_the_reviews_and_not_their_order()
    {
        var reviewed = SampleData.Tickets.Take(40).ToList();
        var version = Lexical(SampleData.Project, reviewed).Version;
        Lexical(SampleData.Project, [.. reviewed.AsEnumerable().Reverse()]).Version.ShouldBe(version);
        Lexical(SampleData.Project, [.. reviewed.Skip(1)]).Version.ShouldNotBe(version);
        Lexical(SampleData.Project, [.. reviewed, new("left over", "a label of an older schema")]).Version.ShouldBe(version);
    }

    [Fact]
    public async Task Of_equal_labels_the_first_of_the_schema_wins()
    {
        var twins = Printing with { Labels = [new("first", "same words here"), new("second", "same words here")] };
        (await Propose(Lexical(twins), "same words")).Label.ShouldBe("first");
    }

    [Fact]
    public async Task It_learns_words_that_no_definition_has()
    {
        var reviewed = Enumerable.Range(0, 3).SelectMany(i => new ReviewedText[] { new($"toner fades {i}", "label_printing"), new($"van absent {i}", "pickupBooking") });
        var labeller = Lexical(Printing, [.. reviewed]);
        (await Propose(labeller, "the toner")).Label.ShouldBe("label_printing");
        (await Propose(labeller, "no van")).Label.ShouldBe("pickupBooking");
    }

    private static LexicalLabeller Lexical(Project project, IReadOnlyList<ReviewedText>? reviewed = null)
        => new(project, reviewed ?? [], TimeProvider.System);

    private static ValueTask<Proposal> Propose(LexicalLabeller labeller, string text)
        => labeller.ProposeAsync(new LabelRequest("run", "id", text), TestContext.Current.CancellationToken);
}
