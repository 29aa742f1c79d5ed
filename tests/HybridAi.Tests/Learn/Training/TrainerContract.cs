using HybridAi.Curate.Datasets;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

/// <summary>What every trainer promises.</summary>
public abstract class TrainerContract
{
    private protected abstract ITrainer Trainer { get; }

    /// <summary>Rows of its kind: so many to learn from, and a few to be asked about.</summary>
    private protected abstract Dataset Data(int train = 150);

    /// <summary>A row of its kind whose label is drawn, for parts that nothing is learned from.</summary>
    private protected abstract DatasetRow Noise(Split split, int place);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_learns_from_the_training_part_alone()
    {
        var dataset = Data();
        var noise = Enumerable.Range(0, 50).SelectMany(place => (DatasetRow[])[Noise(Split.Test, place), Noise(Split.Calibration, place)]);

        (await BytesAsync(dataset with { Rows = [.. dataset.Rows, .. noise] }, new())).ShouldBe(await BytesAsync(dataset, new()));
    }

    [Fact]
    public async Task The_same_dataset_and_seed_make_the_same_model()
        => (await BytesAsync(Data(), new(Seed: 7))).ShouldBe(await BytesAsync(Data(), new(Seed: 7)));

    [Fact]
    public async Task A_model_that_was_saved_answers_as_before()
    {
        var model = (await TrainAsync(Data(), new())).Value.Model;
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;

        var loaded = Trainer.Load(file).Value;

        loaded.Labels.ShouldBe(model.Labels);
        foreach (var row in Data().Of(Split.Test)) Probabilities(loaded, row.Text).ShouldBe(Probabilities(model, row.Text));
    }

    [Fact]
    public async Task Probabilities_sum_to_one_for_any_text()
    {
        var model = (await TrainAsync(Data(), new())).Value.Model;

        foreach (var text in (string[])["", "pay open", "never seen before", "{\"hour\":1e300}", "\ud800", new string('x', 10_000)])
            Probabilities(model, text).Sum().ShouldBe(1, 1e-3);
    }

    [Fact]
    public async Task Probes_tell_the_model_from_one_of_other_rows()
    {
        var (one, other) = ((await TrainAsync(Data(), new())).Value.Model, (await TrainAsync(Data(train: 60), new())).Value.Model);

        ParityProbe.Of(one).Difference(one).ShouldBeNull();
        ParityProbe.Of(one).Difference(other).ShouldNotBeNull();
    }

    [Fact]
    public async Task No_training_rows_are_a_fault()
        => (await TrainAsync(Data(train: 0), new())).Fault!.Code.ShouldBe("training-rows-missing");

    [Fact]
    public async Task A_broken_file_is_a_fault()
    {
        var bytes = await BytesAsync(Data(), new());

        foreach (var broken in (byte[][])[[], [1, 2, 3], bytes[..(bytes.Length / 2)], [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]])
            Trainer.Load(new MemoryStream(broken)).Fault!.Code.ShouldBe("model-broken");
    }

    [Fact]
    public async Task A_cancelled_training_makes_no_model()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Trainer.TrainAsync(Data(), new(), null, cancelled.Token));
    }

    private protected Task<Outcome<TrainedModel>> TrainAsync(Dataset dataset, TrainingSettings settings) => Trainer.TrainAsync(dataset, settings, null, Cancellation);

    private protected async Task<byte[]> BytesAsync(Dataset dataset, TrainingSettings settings)
    {
        using var file = new MemoryStream();
        (await TrainAsync(dataset, settings)).Value.Model.Save(file);
        return file.ToArray();
    }

    private protected static float[] Probabilities(IModel model, string text)
    {
        var probabilities = new float[model.Labels.Count];
        model.Predict(text, probabilities);
        return probabilities;
    }
}
