using HybridAi.Serve.Simulation;

namespace HybridAi.Tests.Serve.Simulation;

/// <summary>The rule that the router is compared with.</summary>
public class OcatsRuleTests
{
    [Fact]
    public void A_text_that_was_learned_lies_in_the_middle_of_its_neighbours_and_a_strange_one_far_off()
    {
        var rule = new OcatsRule(new(1, 1));
        rule.StudentTrained(["the card has not arrived", "how do I change my pin"]);

        rule.DistanceToMiddle("the card has not arrived").ShouldBe(0, 0.01);
        rule.DistanceToMiddle("xyzzy").ShouldBe(1);
        rule.DistanceToMiddle("has my new card arrived").ShouldBeInRange(0.1, 0.99);
    }

    [Theory]
    [InlineData(0.5, "the card has not arrived", 0)]
    [InlineData(1.5, "the card has not arrived", 1)]
    [InlineData(0.5, "xyzzy", 1)]
    public void The_student_answers_where_it_is_sure_and_the_text_is_near(double entropy, string text, double chance)
    {
        var rule = new OcatsRule(new(1, 0.9));
        rule.StudentTrained(["the card has not arrived", "how do I change my pin"]);

        rule.ChanceOfCall(new(0, text, new StudentView(0, 2, 2, entropy, 1, 2), 0, 10)).ShouldBe(chance);
    }
}
