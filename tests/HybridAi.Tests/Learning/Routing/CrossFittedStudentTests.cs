using HybridAi.Learning.Routing;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Routing;

public class CrossFittedStudentTests
{
    private static readonly string[] Labels = ["bill", "login"];

    [Fact]
    public void No_row_is_answered_by_a_fit_that_saw_it_nor_one_that_saw_the_hidden_fold()
    {
        var (texts, taught, fold) = Rows(120);
        var student = Fit(texts, taught, fold);
        const int Row = 7;
        var flipped = taught.ToArray();
        flipped[Row] = 1 - flipped[Row];

        var other = Fit(texts, flipped, fold);

        Said(other.ByView[fold[Row]], texts[Row]).ShouldBe(Said(student.ByView[fold[Row]], texts[Row]));
        Said(other.Model, texts[Row]).ShouldNotBe(Said(student.Model, texts[Row]));
        for (var view = 0; view <= 4; view++) other.Replies.Reply(Row, view).Chances.ShouldBe(student.Replies.Reply(Row, view).Chances);
        // As seen from the view that hides its fold, nobody has heard of the change.
        for (var row = 0; row < texts.Length; row++) other.Replies.Reply(row, fold[Row]).Chances.ShouldBe(student.Replies.Reply(row, fold[Row]).Chances);
        // All others may have.
        Enumerable.Range(0, texts.Length).ShouldContain(row => !other.Replies.Reply(row, 4).Chances!.SequenceEqual(student.Replies.Reply(row, 4).Chances!));
    }

    [Fact]
    public void It_learns_and_a_text_of_strange_words_is_novel()
    {
        var (texts, taught, fold) = Rows(200);
        texts[3] = "zzyzx qwv xkcd";

        var student = Fit(texts, taught, fold);

        Enumerable.Range(0, 200).Count(row => student.Replies.Reply(row, 4).Label == taught[row]).ShouldBeGreaterThan(170);
        student.Replies.Novelty(3, 4).ShouldBeGreaterThan(Enumerable.Range(4, 50).Average(row => student.Replies.Novelty(row, 4)) + 0.2);
        student.Model.Predict("the invoice is wrong").Label.ShouldBe("bill");
    }

    [Fact]
    public void Rows_that_teach_nothing_are_answered_all_the_same()
    {
        var (texts, taught, fold) = Rows(100);
        taught[5] = TierReply.NoLabel;

        Fit(texts, taught, fold).Replies.Reply(5, 4).Chances!.Sum().ShouldBe(1f, 1e-4f);
    }

    private static float[] Said(TextClassifier model, string text)
    {
        var chances = new float[Labels.Length];
        model.Predict(text, chances);
        return chances;
    }

    private static (string[] Texts, int[] Taught, int[] Fold) Rows(int count)
    {
        var random = new Random(2);
        string[][] words = [["invoice", "payment", "charge", "refund", "price"], ["password", "account", "sign", "token", "locked"]];
        int[] taught = [.. Enumerable.Range(0, count).Select(_ => random.Next(2))];
        string[] texts = [.. taught.Select((label, row) => $"the {words[label][random.Next(5)]} and {words[label][random.Next(5)]} of order {row}")];
        return (texts, taught, [.. Enumerable.Range(0, count).Select(row => row % 4)]);
    }

    private static CrossFittedStudent Fit(string[] texts, int[] taught, int[] fold)
        => CrossFittedStudent.Fit(texts, taught, Labels, fold, 4, [], 1, null, TestContext.Current.CancellationToken);
}
