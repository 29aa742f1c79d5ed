namespace HybridAi.Benchmarks.Retrieval;

/// <summary>Passages of drawn words: syllables make 60,000 words whose frequencies fall as those of a language do (Zipf), 160 of them make a passage.</summary>
internal sealed class DrawnPassages
{
    private const int Vocabulary = 60_000;
    private const int WordsEach = 160;

    private readonly Random _random;
    private readonly string[] _words;
    private readonly double[] _cumulated;

    public DrawnPassages(int seed)
    {
        _random = new Random(seed);
        string[] syllables = [.. from onset in "b c d f g h l m n p r s t v st tr pl".Split(' ') from vowel in "a e i o u ea io".Split(' ') from coda in (string[])["", "n", "r", "s", "l"] select onset + vowel + coda];
        _words = [.. Enumerable.Range(0, Vocabulary).Select(_ => string.Concat(Enumerable.Range(0, _random.Next(1, 5)).Select(_ => syllables[_random.Next(syllables.Length)])))];
        _cumulated = new double[Vocabulary];
        for (var (rank, sum) = (0, 0.0); rank < Vocabulary; rank++) _cumulated[rank] = sum += 1.0 / (rank + 2.7);
    }

    public string Passage() => Text(WordsEach);

    public string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word()));

    private string Word()
    {
        var at = Array.BinarySearch(_cumulated, _random.NextDouble() * _cumulated[^1]);
        return _words[Math.Min(at < 0 ? ~at : at, Vocabulary - 1)];
    }
}
