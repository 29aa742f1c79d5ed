using HybridAi.Learning.Drift;

namespace HybridAi.Tests.Learning.Drift;

public class TextDriftTests
{
    private static readonly string[] Words = ["invoice", "refund", "card", "login", "password", "parcel", "late", "twice", "please", "account", "charge", "again"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(50, 80)]
    [InlineData(200, 60)]
    [InlineData(1_000, 30)]
    public void Texts_without_drift_alarm_in_at_most_one_of_twenty(int window, int trials)
    {
        var random = new Random(window);

        var alarms = Enumerable.Range(0, trials).Count(trial =>
        {
            var (there, here) = (Texts(random, 400, 0), Texts(random, window, 0));
            return TextDrift.Run([Length(there, here)], there, here, new(0.05, trial), Cancellation).Verdict.Alarm;
        });

        alarms.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(0.05 * trials + 3 * Math.Sqrt(0.05 * 0.95 * trials)));
    }

    [Fact]
    public void A_new_topic_in_a_fifth_of_the_texts_is_found_by_the_classifier_which_names_such_texts()
    {
        var random = new Random(1);
        var (there, here) = (Texts(random, 500, 0), Texts(random, 300, 0.2));

        var (verdict, typical) = TextDrift.Run([Length(there, here)], there, here, new(), Cancellation);

        verdict.Alarm.ShouldBeTrue();
        verdict.Findings[0].Column.ShouldBe(TextDrift.Texts);
        verdict.Findings[0].Value.ShouldBeGreaterThan(verdict.Findings[0].Threshold);
        typical.Take(10).Count(place => here[place].Contains("voucher", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(9);
    }

    [Fact]
    public void Questions_of_a_bank_that_are_drawn_again_hardly_raise_alarms_and_a_third_of_an_assistant_s_does()
    {
        var bank = SharedData.Csv("banking77/test.csv").Texts;
        var assistant = SharedData.Clinc("test").Texts;
        var random = new Random(1);
        var alarms = Enumerable.Range(0, 40).Count(trial => Compare(Drawn(random, bank, 800, 300), trial));
        var mixed = Enumerable.Range(0, 10).Count(trial =>
        {
            var (there, here) = Drawn(random, bank, 800, 400);
            return Compare((there, [.. here, .. Drawn(random, assistant, 200, 1).There]), trial);
        });

        alarms.ShouldBeLessThanOrEqualTo(6);
        mixed.ShouldBeGreaterThanOrEqualTo(9);

        static bool Compare((string[] There, string[] Here) texts, int seed)
            => TextDrift.Run([Length(texts.There, texts.Here)], texts.There, texts.Here, new(0.05, seed), Cancellation).Verdict.Alarm;
    }

    private static (string[] There, string[] Here) Drawn(Random random, IReadOnlyList<string> texts, int there, int here)
    {
        var all = texts.ToArray();
        random.Shuffle(all);
        return (all[..there], all[there..(there + here)]);
    }

    private static NumericColumn Length(IReadOnlyList<string> there, IReadOnlyList<string> here)
        => new("length", [.. there.Select(text => (double)text.Length)], [.. here.Select(text => (double)text.Length)]);

    private static string[] Texts(Random random, int count, double share) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var words = Enumerable.Range(0, random.Next(4, 9)).Select(_ => Words[random.Next(Words.Length)]).ToArray();
        if (random.NextDouble() < share) words[0] = "voucher";
        return string.Join(' ', words);
    })];
}
