using HybridAi.Learning.Routing;
using HybridAi.Learning.Text;

namespace HybridAi.Serve.Simulation;

/// <summary>
/// A text classifier that begins with the shots and learns from what the teacher has said. It is trained anew when a sixth more labels are there, so that
/// all the training of a stream costs about six times the last one.
/// </summary>
internal sealed class StreamStudent
{
    private const double Growth = 7.0 / 6;

    private readonly List<string> _texts;
    private readonly List<int> _labels;
    private readonly StreamRows _rows;
    private readonly TextClassifierSettings _settings;
    private readonly float[] _chances;
    private TextClassifier? _model;
    private int _trained;

    public StreamStudent(StreamRows rows, int seed)
    {
        (_texts, _labels) = ([.. rows.Shots.Select(shot => shot.Text)], [.. rows.Shots.Select(shot => shot.Label)]);
        // How far to believe it is learned from the stream; a temperature of its own would be fitted for the same end.
        (_rows, _settings) = (rows, new() { Seed = seed, CalibrationShare = 0, Threads = 1 });
        _chances = new float[rows.LabelNames.Count];
    }

    /// <summary>Trains it if that is due. True where it has changed.</summary>
    public bool Refresh(CancellationToken cancellation)
    {
        if (_model is not null && _texts.Count < _trained * Growth) return false;
        _model = TextClassifierTrainer.Train(_texts, _labels, _rows.LabelNames, _settings, null, cancellation);
        _trained = _texts.Count;
        return true;
    }

    /// <summary>The texts that it has learned from so far, in the order in which they came.</summary>
    public IReadOnlyList<string> Learned => _texts[.._trained];

    /// <summary>What it says.</summary>
    public StudentView Look(string text)
    {
        var label = _model!.Predict(text, _chances);
        return StudentView.Of(_chances, label, _model.Familiarity(text), _trained);
    }

    /// <summary>Keeps what the teacher has said for the next training.</summary>
    public void Learn(string text, int answer)
    {
        if (answer == TierReply.NoLabel) return;
        _texts.Add(text);
        _labels.Add(answer);
    }
}
