using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

/// <summary>What every trainer promises.</summary>
public abstract class TrainerContract
{
    private protected abstract ITrainer Trainer { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_learns_from_the_training_part_alone()
    {
        var dataset = MailRows.Dataset();
        var poisoned = MailRows.Of([.. dataset.Rows, .. MailRows.Noise(Split.Test, 50, 3), .. MailRows.Noise(Split.Calibration, 50, 4)]);

        (await BytesAsync(poisoned, new())).ShouldBe(await BytesAsync(dataset, new()));
    }

    [Fact]
    public async Task The_same_dataset_and_seed_make_the_same_model()
        => (await BytesAsync(MailRows.Dataset(), new(Seed: 7))).ShouldBe(await BytesAsync(MailRows.Dataset(), new(Seed: 7)));

    [Fact]
    public async Task A_model_that_was_saved_answers_as_before()
    {
        var model = (await TrainAsync(MailRows.Dataset(), new())).Value.Model;
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;

        var loaded = Trainer.Load(file).Value;

        loaded.Labels.ShouldBe(model.Labels);
        foreach (var row in MailRows.Dataset().Of(Split.Test)) Probabilities(loaded, row.Text).ShouldBe(Probabilities(model, row.Text));
    }

    [Fact]
    public async Task Probabilities_sum_to_one_for_any_text()
    {
        var model = (await TrainAsync(MailRows.Dataset(), new(BalanceClasses: true))).Value.Model;

        foreach (var text in (string[])["", "pay open", "never seen before", "\ud800", new string('x', 10_000)])
            Probabilities(model, text).Sum().ShouldBe(1, 1e-3);
    }

    [Fact]
    public async Task Labels_without_a_training_row_are_named_and_never_answered()
    {
        var trained = (await TrainAsync(MailRows.Dataset(labels: ["bill", "parcel"]), new())).Value;

        trained.AbsentLabels.ShouldBe(["login"]);
        trained.Model.Labels.ShouldBe(["bill", "parcel"]);
    }

    [Fact]
    public async Task No_training_rows_are_a_fault()
        => (await TrainAsync(MailRows.Dataset(train: 0), new())).Fault!.Code.ShouldBe("training-rows-missing");

    [Fact]
    public async Task One_label_only_is_a_fault_that_names_it()
    {
        var fault = (await TrainAsync(MailRows.Dataset(labels: ["login"]), new())).Fault!;

        fault.Code.ShouldBe("one-class-only");
        fault.Reason.ShouldContain("'login'");
    }

    [Fact]
    public async Task A_broken_file_is_a_fault()
    {
        var bytes = await BytesAsync(MailRows.Dataset(), new());

        foreach (var broken in (byte[][])[[], [1, 2, 3], bytes[..(bytes.Length / 2)], [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]])
            Trainer.Load(new MemoryStream(broken)).Fault!.Code.ShouldBe("model-broken");
    }

    [Fact]
    public async Task A_cancelled_training_makes_no_model()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Trainer.TrainAsync(MailRows.Dataset(), new(), null, cancelled.Token));
    }

    [Fact]
    public async Task Explanations_name_terms_of_the_text()
    {
        var model = (await TrainAsync(MailRows.Dataset(), new())).Value.Model;

        var terms = model.Explain("please pay open now", "bill", 3);

        terms.ShouldNotBeEmpty();
        terms.ShouldAllBe(term => "please pay open now".Contains(term));
        Should.Throw<ArgumentException>(() => model.Explain("pay open", "unknown", 3));
    }

    private Task<Outcome<TrainedModel>> TrainAsync(Dataset dataset, TrainingSettings settings) => Trainer.TrainAsync(dataset, settings, null, Cancellation);

    private async Task<byte[]> BytesAsync(Dataset dataset, TrainingSettings settings)
    {
        using var file = new MemoryStream();
        (await TrainAsync(dataset, settings)).Value.Model.Save(file);
        return file.ToArray();
    }

    private static float[] Probabilities(IModel model, string text)
    {
        var probabilities = new float[model.Labels.Count];
        model.Predict(text, probabilities);
        return probabilities;
    }
}

public class TextLinearTrainerTests : TrainerContract
{
    private protected override ITrainer Trainer { get; } = new TextLinearTrainer();
}
