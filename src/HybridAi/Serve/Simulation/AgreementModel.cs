using HybridAi.Learning.Linear;

namespace HybridAi.Serve.Simulation;

/// <summary>
/// The chance that the teacher would say what the student says, learned from every call: the student has answered before it, so each is a fair trial. Which
/// texts were called for hangs on what the model sees and on chance alone, so that the chosen ones teach it nothing false about the others.
/// </summary>
internal sealed class AgreementModel
{
    // Before any call the student is taken at its word. The weights may go as far as the calls ask for.
    private static readonly double[] Prior = [1, 0, 0, 0, 0];
    private static readonly double[] Spread = [1, 1, 1, 1, 1];
    private const double Growth = 1.1;

    private readonly List<StudentView> _views = [];
    private readonly List<bool> _agreed = [];
    private double[] _weights = Prior;
    private int _fitted;

    /// <summary>The teacher was called.</summary>
    public void Add(StudentView view, bool agreed)
    {
        _views.Add(view);
        _agreed.Add(agreed);
        if (_views.Count < Math.Max(_fitted + 5, _fitted * Growth)) return;
        var rows = _views.ConvertAll(Columns);
        _weights = ShrunkLogisticRegression.Fit([.. Enumerable.Range(0, Prior.Length - 1).Select(column => rows.Select(row => row[column]).ToArray())], [.. _agreed], Prior, Spread);
        _fitted = _views.Count;
    }

    /// <summary>Between 0 and 1.</summary>
    public double Chance(StudentView view)
    {
        var columns = Columns(view);
        var z = _weights[^1];
        for (var column = 0; column < columns.Length; column++) z += _weights[column] * columns[column];
        return 1 / (1 + Math.Exp(-z));
    }

    // A student that has learned more is surer of the same text, rightly or not: that is what the number of labels is for.
    private static double[] Columns(StudentView view) => [view.Sureness, view.Lead, view.Familiarity, Math.Log(view.Labels) - 6];
}
