using HybridAi.Learning.Linear;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

public sealed class TextClassifierTrainerTests
{
    private static readonly TextClassifierSettings Settings = new();

    [Fact]
    public void Texts_like_those_trained_on_get_their_label()
    {
        var model = Tickets.Train();
        var (texts, labels) = Tickets.Rows(300, seed: 2);
        texts.Where((text, i) => model.Predict(text).Index == labels[i]).Count().ShouldBeGreaterThan(294);
    }

    [Fact]
    public void The_model_is_the_same_to_the_bit_for_any_number_of_threads_and_any_run()
    {
        var first = Tickets.Saved(Tickets.Train(settings: Settings with { Threads = 1 }));
        foreach (var threads in (int[])[1, 2, 4, 0])
            Tickets.Saved(Tickets.Train(settings: Settings with { Threads = threads })).ShouldBe(first);
    }

    [Fact]
    public void Another_seed_gives_another_model() =>
        Tickets.Saved(Tickets.Train(settings: Settings with { Seed = 2 })).ShouldNotBe(Tickets.Saved(Tickets.Train()));

    [Fact]
    public void Lengths_that_differ_are_refused() => Refused(["a", "b"], [0], ["x", "y"], "2 texts but 1 labels");

    [Fact]
    public void No_texts_are_refused() => Refused([], [], ["x", "y"], "no texts");

    [Fact]
    public void One_class_is_refused() => Refused(["a", "b"], [1, 1], ["x", "y"], "at least two labels");

    [Fact]
    public void A_label_out_of_range_is_refused_with_its_text() => Refused(["a", "b"], [0, 2], ["x", "y"], "Label 2 of text 1");

    [Fact]
    public void A_repeated_label_name_is_refused() => Refused(["a", "b"], [0, 1], ["x", "x"], "'x' occurs twice");

    [Fact]
    public void Settings_out_of_range_are_reported_together()
    {
        var fault = Should.Throw<ArgumentException>(() => Tickets.Train(settings: Settings with { Cost = 0, CharMin = 5, Threads = -1 }));
        fault.Message.ShouldContain("Cost");
        fault.Message.ShouldContain("CharMin");
        fault.Message.ShouldContain("Threads");
    }

    [Fact]
    public void Ten_texts_of_five_labels_train_to_something_sure_of_little()
    {
        string[] texts = ["red apple", "red cherry", "blue sky", "blue sea", "green leaf", "green frog", "white snow", "white milk", "black cat", "black coal"];
        var model = Train(texts, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4], ["r", "b", "g", "w", "k"], Settings);
        model.Predict("red rose").Label.ShouldBe("r");
        model.Predict("red rose").Probability.ShouldBeLessThan(0.99f);
    }

    [Fact]
    public void Two_texts_train() =>
        Train(["yes", "no"], [0, 1], ["y", "n"], Settings).Predict("yes").Label.ShouldBe("y");

    [Fact]
    public void Texts_without_any_feature_train_to_the_label_shares()
    {
        var model = Train(["", "", "", " "], [0, 0, 0, 1], ["often", "rare"], Settings);
        model.FeatureCount.ShouldBe(0);
        model.Predict("").Label.ShouldBe("often");
        model.Familiarity("anything").ShouldBe(0);
    }

    [Fact]
    public void A_label_without_texts_is_hardly_ever_predicted()
    {
        var (texts, labels) = Tickets.Rows(90);
        var model = Train(texts, labels, [.. Tickets.Labels, "unused"], Settings);
        texts.ShouldAllBe(text => model.Predict(text).Index != 3);
    }

    [Fact]
    public void Balanced_weights_give_a_rare_label_more_recall()
    {
        var random = new Random(3);
        var labels = Enumerable.Range(0, 600).Select(row => row % 30 == 0 ? 1 : 0).ToList();
        var texts = labels.Select(label => string.Join(' ', Enumerable.Range(0, 6).Select(_ => random.Next(10) < 7 ? $"w{random.Next(12)}" : $"w{label * 12 + random.Next(12)}"))).ToList();
        int Found(ClassWeighting weighting)
        {
            var settings = Settings with { ClassWeighting = weighting, Cost = 0.1 };
            var model = Train(texts, labels, ["common", "rare"], settings);
            return texts.Where((text, i) => labels[i] == 1 && model.Predict(text).Index == 1).Count();
        }

        Found(ClassWeighting.Balanced).ShouldBeGreaterThan(Found(ClassWeighting.None));
    }

    [Fact]
    public void Progress_never_falls_and_ends_at_one()
    {
        var told = new Recorder();
        var (texts, labels) = Tickets.Rows(120);
        TextClassifierTrainer.Train(texts, labels, Tickets.Labels, Settings, told, TestContext.Current.CancellationToken);
        told.Shares[^1].ShouldBe(1);
        told.Shares.ShouldBe(told.Shares.Order());
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        var (texts, labels) = Tickets.Rows(30);
        Should.Throw<OperationCanceledException>(() =>
            TextClassifierTrainer.Train(texts, labels, Tickets.Labels, Settings, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_most_frequent_features_are_kept_when_there_are_too_many()
    {
        var model = Tickets.Train(settings: Settings with { MaximumFeatures = 50 });
        model.FeatureCount.ShouldBe(50);
        model.Predict("the parcel has not arrived").Label.ShouldBe("delivery");
    }

    private static TextClassifier Train(IReadOnlyList<string> texts, IReadOnlyList<int> labels, string[] names, TextClassifierSettings settings) =>
        TextClassifierTrainer.Train(texts, labels, names, settings, null, TestContext.Current.CancellationToken);

    private static void Refused(string[] texts, int[] labels, string[] names, string reason) =>
        Should.Throw<ArgumentException>(() => Train(texts, labels, names, Settings)).Message.ShouldContain(reason);

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<double> Shares { get; } = [];

        public void Report(TrainingProgress value) => Shares.Add(value.Share);
    }
}
