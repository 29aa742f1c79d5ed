using HybridAi.Curate.Projects;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

public class TrainerFamilyTests
{
    private static readonly TrainerFamily Family = new([new TextLinearTrainer(), new TableClassifierTrainer(), new TableRegressorTrainer()]);

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

    [Fact]
    public void Each_kind_has_its_trainer_and_another_is_refused()
    {
        Family.For(LearnBench.Mail, null).Value.Name.ShouldBe(TextLinearTrainer.MemberName);
        Family.For(DeliveryRows.Outcomes, null).Value.Name.ShouldBe(TableClassifierTrainer.MemberName);
        Family.For(DeliveryRows.Delays, null).Value.Name.ShouldBe(TableRegressorTrainer.MemberName);
        Family.For(DeliveryRows.Delays, TextLinearTrainer.MemberName).Fault!.Code.ShouldBe("trainer-unfit");
        Family.For(DeliveryRows.Delays, "forest").Fault!.Code.ShouldBe("trainer-unknown");
        Family.For(LearnBench.Mail with { Kind = ProjectKind.MultiLabel }, null).Fault!.Code.ShouldBe("kind-not-covered");
    }
}
