using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

public class TrainerFamilyTests
{
    [Fact]
    public void Two_trainers_of_one_name_are_refused()
        => Should.Throw<ArgumentException>(() => new TrainerFamily([new TextLinearTrainer(), new TextLinearTrainer()])).Message.ShouldContain("'text-linear'");

    [Fact]
    public void A_name_that_is_missing_is_answered_with_those_there_are()
    {
        var fault = new TrainerFamily([new TextLinearTrainer()]).Find("forest").Fault!;

        fault.Code.ShouldBe("trainer-unknown");
        fault.Reason.ShouldContain("text-linear");
    }
}
