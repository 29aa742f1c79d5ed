using System.Diagnostics;
using System.Globalization;
using HybridAi.Learning.LabelErrors;

namespace HybridAi.Benchmarks.Review;

/// <summary>
/// <c>look-alikes [--records N]</c>: what finding each text's look-alikes costs, at so many texts and at a half and a quarter of them, so that the growth can be read.
/// Words are drawn as often as those of a language (Zipf); every tenth text is another with one word changed.
/// </summary>
internal static class LookAlikesCommand
{
    private const int Words = 30_000;
    private const int WordsInText = 12;
    private const int Neighbours = 15;

    public static int Run(IReadOnlyList<string> options, TextWriter output)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => int.Parse(pair[^1], CultureInfo.InvariantCulture));
        var count = given.GetValueOrDefault("--records", 100_000);
        var texts = Texts(count);
        foreach (var part in (int[])[count / 4, count / 2, count])
        {
            string[] some = [.. texts.Take(part)];
            var start = Stopwatch.GetTimestamp();
            var found = NearestTexts.Find(some, Neighbours, CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var twins = found.Count(near => near.Length > 0 && near[0].Similarity > 0.6);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{part,9} texts {seconds,8:F1} s {seconds / part * 1e6,8:F0} µs a text {twins,8} with a near-duplicate {GC.GetTotalMemory(false) >> 20,6} MB"));
        }

        return 0;
    }

    private static string[] Texts(int count)
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, Words).Select(_ => new string(random.GetItems("aaeeiioubcdfglmnprstv".AsSpan(), random.Next(3, 10))))];
        var texts = new string[count][];
        for (var i = 0; i < count; i++)
        {
            texts[i] = i > 0 && i % 10 == 0 ? [.. texts[random.Next(i)]] : [.. Enumerable.Range(0, WordsInText).Select(_ => Word())];
            texts[i][random.Next(WordsInText)] = Word();
        }

        return [.. texts.Select(text => string.Join(' ', text))];

        string Word() => words[(int)Math.Pow(Words, random.NextDouble()) - 1];
    }
}
