using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

public class TextLinearTrainerTests : TrainerContract
{
    private protected override ITrainer Trainer { get; } = new TextLinearTrainer();

    [Fact]
    public async Task Labels_without_a_training_row_are_named_and_never_answered()
    {
        var trained = (await TrainAsync(MailRows.Dataset(labels: ["bill", "parcel"]), new())).Value;

        trained.AbsentLabels.ShouldBe(["login"]);
        trained.Model.Labels.ShouldBe(["bill", "parcel"]);
    }

    [Fact]
    public async Task One_label_only_is_a_fault_that_names_it()
    {
        var fault = (await TrainAsync(MailRows.Dataset(labels: ["login"]), new())).Fault!;

        fault.Code.ShouldBe("one-class-only");
        fault.Reason.ShouldContain("'login'");
    }

    [Fact]
    public async Task Rare_labels_may_weigh_as_much_as_frequent_ones()
        => (await BytesAsync(Data(200), new(BalanceClasses: true))).ShouldNotBe(await BytesAsync(Data(200), new()));

    [Fact]
    public async Task Explanations_name_terms_of_the_text()
    {
        var model = (await TrainAsync(MailRows.Dataset(), new())).Value.Model;

        var terms = model.Explain("please pay open now", "bill", 3);

        terms.ShouldNotBeEmpty();
        terms.ShouldAllBe(term => "please pay open now".Contains(term));
        Should.Throw<ArgumentException>(() => model.Explain("pay open", "unknown", 3));
    }

    private protected override Dataset Data(int train = 150) => MailRows.Dataset(train);

    private protected override DatasetRow Noise(Split split, int place) => MailRows.Noise(split, 1, place).Single() with { RecordId = $"n{split}{place}" };
}
