using BenchmarkDotNet.Attributes;
using HybridAi.Learning.Text;

namespace HybridAi.Benchmarks.Text;

/// <summary>Time and memory of one prediction by length of the text, on synthetic texts of 80 labels.</summary>
[MemoryDiagnoser]
public class PredictionBenchmarks
{
    private const int LabelCount = 80;
    private const int TextsPerLabel = 50;

    private TextClassifier _model = null!;
    private string _text = "";
    private float[] _probabilities = [];

    [Params(10, 100, 1000)]
    public int Words { get; set; }

    [GlobalSetup]
    public void Train()
    {
        var random = new Random(1);
        var lexicon = Enumerable.Range(0, 4000).Select(_ => Word(random)).ToArray();
        var texts = Enumerable.Range(0, LabelCount * TextsPerLabel).Select(row => Text(random, lexicon, row % LabelCount, 12)).ToList();
        var labels = Enumerable.Range(0, texts.Count).Select(row => row % LabelCount).ToList();
        var names = Enumerable.Range(0, LabelCount).Select(label => $"label {label}").ToList();
        _model = TextClassifierTrainer.Train(texts, labels, names, new TextClassifierSettings(), null, default);
        _text = Text(random, lexicon, 7, Words);
        _probabilities = new float[LabelCount];
    }

    [Benchmark]
    public int Predict() => _model.Predict(_text, _probabilities);

    [Benchmark]
    public double Familiarity() => _model.Familiarity(_text);

    private static string Word(Random random) =>
        string.Create(random.Next(2, 10), random, (span, source) =>
        {
            foreach (ref var unit in span) unit = (char)source.Next('a', 'z' + 1);
        });

    /// <summary>Half of the words come from the label's own forty, half from all.</summary>
    private static string Text(Random random, string[] lexicon, int label, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ =>
            random.Next(2) == 0 ? lexicon[label * 40 + random.Next(40)] : lexicon[random.Next(lexicon.Length)]));
}
