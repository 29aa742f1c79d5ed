using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Text;
using HybridAi.Learning.Text.Baselines;

namespace HybridAi.Tests.Learning.Text;

/// <summary>What every member of the family must do.</summary>
public abstract class TextModelContract
{
    private static readonly Lazy<string> Megabyte = new(() => string.Concat(Enumerable.Repeat("The parcel is late — 荷物が遅い! ", 40_000)));

    public static TheoryData<string> Hostile =>
    [
        "", " ", "\0", "\0\0a\0", "\uD800", "\uDC00\uD800", "a\uD83D", "💳😀👨‍👩‍👧", "ЗДРАВСТВУЙТЕ", "こんにちは世界", "مرحبا بالعالم", "हिन्दी",
        "\r\n\t\v\f\u2028", "!!!???...", "İıſK", new string('x', 5000), new string(' ', 5000), new string('\uFFFF', 700), "e\u0301\u0301\u0301",
    ];

    protected abstract ITextModel Model { get; }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Any_text_gets_valid_probabilities(string text) => ShouldBeValid(text);

    [Fact]
    public void A_megabyte_gets_valid_probabilities() => ShouldBeValid(Megabyte.Value);

    [Fact]
    public void Random_utf16_gets_valid_probabilities() => Prop.ForAll<char[]>(units =>
    {
        ShouldBeValid(new string(units ?? []));
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_around_a_chunk_of_64_units_get_valid_probabilities()
    {
        for (var length = 50; length < 200; length++)
        {
            ShouldBeValid(new string('a', length));
            ShouldBeValid(string.Concat(Enumerable.Repeat("ab ", length))[..length]);
            ShouldBeValid(new string(' ', length) + "parcel" + new string(' ', length));
        }
    }

    [Fact]
    public void A_buffer_that_is_too_short_is_refused() =>
        Should.Throw<ArgumentException>(() => Model.Predict("parcel", new float[Model.Labels.Count - 1]));

    [Fact]
    public void A_longer_buffer_keeps_its_tail()
    {
        var buffer = new float[Model.Labels.Count + 2];
        buffer[^1] = 7;
        Model.Predict("parcel", buffer);
        buffer[^1].ShouldBe(7);
    }

    [Fact]
    public void Predicting_allocates_nothing()
    {
        var probabilities = new float[Model.Labels.Count];
        for (var i = 0; i < 100; i++) Model.Predict("Please help: the parcel has not arrived", probabilities);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Model.Predict("Please help: the parcel has not arrived", probabilities);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void The_same_text_gets_the_same_answer_on_many_threads()
    {
        var (texts, _) = Tickets.Rows(200, seed: 9);
        var alone = texts.Select(Probabilities).ToList();
        var together = texts.AsParallel().AsOrdered().Select(Probabilities).ToList();
        for (var i = 0; i < texts.Count; i++) together[i].ShouldBe(alone[i]);
    }

    private float[] Probabilities(string text)
    {
        var probabilities = new float[Model.Labels.Count];
        Model.Predict(text, probabilities);
        return probabilities;
    }

    private void ShouldBeValid(string text)
    {
        var probabilities = new float[Model.Labels.Count];
        var best = Model.Predict(text, probabilities);
        probabilities.ShouldAllBe(probability => probability >= 0 && probability <= 1.00001f);
        probabilities.Sum().ShouldBe(1, 1e-4);
        best.ShouldBe(Array.IndexOf(probabilities, probabilities.Max()));
    }
}

public sealed class TextClassifierContract : TextModelContract
{
    protected override ITextModel Model { get; } = Tickets.Train();
}

public sealed class FloatTextClassifierContract : TextModelContract
{
    protected override ITextModel Model { get; } = Tickets.Train(settings: new TextClassifierSettings { Quantise = false, CharMin = 1, CharMax = 6, WordMax = 3 });
}

public sealed class NaiveBayesContract : TextModelContract
{
    protected override ITextModel Model { get; } =
        MultinomialNaiveBayes.Train(Tickets.Rows(120).Texts, Tickets.Rows(120).Labels, Tickets.Labels);
}

public sealed class MajorityClassContract : TextModelContract
{
    protected override ITextModel Model { get; } = MajorityClass.Train([0, 1, 1, 2], Tickets.Labels);
}
