using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

/// <summary>The features of a text, seen through its explanation, against a plain listing.</summary>
public sealed class FeatureTests
{
    [Theory]
    [InlineData(1, 2, 3, 4)]
    [InlineData(1, 3, 1, 8)]
    [InlineData(2, 3, 2, 5)]
    [InlineData(3, 3, 4, 4)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(0, 0, 6, 7)]
    public void Features_are_the_runs_of_words_and_of_characters_within_words(int wordMin, int wordMax, int charMin, int charMax)
    {
        var random = new Random(wordMin * 31 + charMax);
        var settings = new TextClassifierSettings
        {
            WordMin = wordMin, WordMax = wordMax, CharMin = charMin, CharMax = charMax, CalibrationShare = 0,
        };
        for (var round = 0; round < 60; round++)
        {
            var text = Text(random, length: round * 5);
            var model = TextClassifierTrainer.Train([text, "§"], [0, 1], ["x", "y"], settings, null, TestContext.Current.CancellationToken);
            var found = model.Explain(text, 0, int.MaxValue).Select(term => (term.Kind, Bare(term.Kind, term.Term))).ToList();
            var difference = Listing(text, settings).ToHashSet();
            found.ShouldBeUnique();
            difference.SymmetricExceptWith(found);
            difference.ShouldBeEmpty($"for \"{text}\"");
        }
    }

    private static string Text(Random random, int length)
    {
        const string units = "abcdeéж1  \t,-";
        return string.Create(length, random, (span, source) =>
        {
            foreach (ref var unit in span) unit = units[source.Next(units.Length)];
        });
    }

    private static IEnumerable<(NGramKind Kind, string Term)> Listing(string text, TextClassifierSettings settings)
    {
        var normal = $" {string.Join(' ', text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))} ";
        var words = Words(normal).ToList();
        for (var n = settings.WordMin; settings.WordMax > 0 && n <= settings.WordMax; n++)
            for (var i = 0; i + n <= words.Count; i++)
                yield return (NGramKind.Words, Bare(NGramKind.Words, normal[words[i].Start..words[i + n - 1].End]));
        for (var n = settings.CharMin; settings.CharMax > 0 && n <= settings.CharMax; n++)
            for (var i = 0; i + n <= normal.Length; i++)
            {
                var run = normal.Substring(i, n);
                var withinWord = n == 1 ? run != " " : n == 2 ? run != "  " : !run[1..^1].Contains(' ');
                if (withinWord) yield return (NGramKind.Characters, run);
            }
    }

    /// <summary>What stands between words does not tell runs of words apart.</summary>
    private static string Bare(NGramKind kind, string term) =>
        kind == NGramKind.Words ? string.Join(' ', term.Split([' ', ',', '-'], StringSplitOptions.RemoveEmptyEntries)) : term;

    private static IEnumerable<(int Start, int End)> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsLetterOrDigit(text[at])) continue;
            var start = at;
            while (char.IsLetterOrDigit(text[at])) at++;
            yield return (start, at);
        }
    }
}
