using System.Diagnostics;
using System.Globalization;
using HybridAi.Learning.Metrics;
using HybridAi.Learning.Text;

namespace HybridAi.Benchmarks.Text;

/// <summary><c>text --train F --test F [--text COL] [--label COL] [--rounds N]</c>: one table in one run.</summary>
internal static class TextCommand
{
    public static int Run(IReadOnlyList<string> options, TextWriter output)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => pair[^1]);
        if (!given.TryGetValue("--train", out var trainPath) || !given.TryGetValue("--test", out var testPath))
        {
            output.WriteLine("text --train F --test F [--text text] [--label label] [--rounds 20]");
            return 2;
        }

        var textColumn = given.GetValueOrDefault("--text", "text");
        var labelColumn = given.GetValueOrDefault("--label", "label");
        var rounds = int.Parse(given.GetValueOrDefault("--rounds", "20"), CultureInfo.InvariantCulture);
        var train = Table.Read(trainPath, textColumn, labelColumn);
        var test = Table.Read(testPath, textColumn, labelColumn);
        var names = train.Labels.Distinct().Order(StringComparer.Ordinal).ToList();
        var trainLabels = train.Labels.Select(label => names.IndexOf(label)).ToList();
        var testLabels = test.Labels.Select(label => names.IndexOf(label)).ToList();

        var settings = new TextClassifierSettings();
        var cold = Stopwatch.StartNew();
        var model = TextClassifierTrainer.Train(train.Texts, trainLabels, names, settings, null, default);
        cold.Stop();
        var warm = Stopwatch.StartNew();
        TextClassifierTrainer.Train(train.Texts, trainLabels, names, settings, null, default);
        warm.Stop();
        var floats = TextClassifierTrainer.Train(train.Texts, trainLabels, names, settings with { Quantise = false }, null, default);
        using var file = new MemoryStream();
        model.Save(file);

        var report = Report(model, test.Texts, testLabels);
        var floatReport = Report(floats, test.Texts, testLabels);
        var naive = new DictionaryScorer(train.Texts, trainLabels, names.Count);
        var probabilities = new float[names.Count];
        var fast = CallTimes.Of(test.Texts, rounds, text => model.Predict(text, probabilities));
        var slow = CallTimes.Of(test.Texts, Math.Max(rounds / 10, 1), text => naive.Predict(text));

        Line("rows train / test", $"{train.Texts.Count} / {test.Texts.Count}");
        Line("labels, features", $"{names.Count}, {model.FeatureCount}");
        Line("training seconds, cold / warm", $"{cold.Elapsed.TotalSeconds:F2} / {warm.Elapsed.TotalSeconds:F2}");
        Line("model bytes", $"{file.Length}");
        Line("accuracy 8-bit / float", $"{report.Accuracy:F4} / {floatReport.Accuracy:F4}");
        Line("macro-F1", $"{report.MacroF1:F4}");
        Line("ECE, log loss", $"{report.Ece:F4}, {report.LogLoss:F4}");
        Line("temperature", $"{model.Temperature:F3}");
        Line("predict p50 / p99 µs", $"{fast.P50Micros:F2} / {fast.P99Micros:F2}");
        Line("allocated bytes per call", $"{fast.AllocatedBytes:F1}");
        Line("dictionary scorer p50 / p99 µs", $"{slow.P50Micros:F2} / {slow.P99Micros:F2}");
        Line("dictionary scorer bytes per call", $"{slow.AllocatedBytes:F1}");
        Line("times faster at p50", $"{slow.P50Micros / fast.P50Micros:F1}");
        return 0;

        void Line(string name, FormattableString value) => output.WriteLine($"{name,-34}{FormattableString.Invariant(value)}");
    }

    private static ClassificationReport Report(TextClassifier model, IReadOnlyList<string> texts, IReadOnlyList<int> gold)
    {
        var rows = texts.Select(_ => new float[model.Labels.Count]).ToList();
        var predicted = texts.Select((text, i) => model.Predict(text, rows[i])).ToList();
        return ClassificationReport.Compute(gold, predicted, rows, model.Labels);
    }
}
