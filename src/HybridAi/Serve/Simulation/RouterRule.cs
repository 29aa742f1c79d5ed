namespace HybridAi.Serve.Simulation;

/// <summary>
/// Calls the teacher when a call is worth more right answers than it costs: what it is expected to put right now, and what its label will spare later.
/// Nothing of it is fitted beforehand.
/// </summary>
/// <remarks>
/// Where both say the same a call changes nothing, so that with the chance of disagreement d(x) a call gains d(x) · δ, δ being how much more often the teacher
/// than the student is right where they differ. Without gold δ is what the stated accuracy a leaves: (a − Ā) / (1 − Ā), Ā the mean chance of agreement; so far
/// the student's own accuracy is taken to be Ā, which is so where answers that are both wrong alike weigh as much as right ones that the teacher contradicts.
/// Drawback: an accuracy stated too high buys calls that are not worth it, and too low spares some that are.
/// The label's worth: error falls with the power β of the number of labels (Hestness et al. 2017, "Deep learning scaling is predictable, empirically"), so one
/// more label of n spares β / n of what a text costs at present, over all texts to come; a label is taken to teach in proportion to d(x). How long the stream will
/// be is known here; a service would state a horizon. A few calls are made by chance alone, fewer as time goes on, or the agreement on texts that are never called
/// for would not be seen.
/// </remarks>
internal sealed class RouterRule(double lambda, double teacherAccuracy) : IStreamRule
{
    private const double Exponent = 0.3;
    private const double MostExploration = 0.05;
    private const int Window = 200;

    private readonly AgreementModel _agreement = new();
    private double _doubt = double.NaN;
    private double _loss;

    /// <inheritdoc/>
    public string Name => "router";

    /// <inheritdoc/>
    public void StudentTrained(IReadOnlyList<string> learned) { }

    /// <inheritdoc/>
    public double ChanceOfCall(StreamMoment moment)
    {
        var doubt = 1 - _agreement.Chance(moment.Student);
        var pace = 1.0 / Math.Min(moment.Before + 1, Window);
        _doubt = double.IsNaN(_doubt) ? doubt : _doubt + pace * (doubt - _doubt);
        var advantage = Math.Clamp(1 - (1 - teacherAccuracy) / _doubt, 0, 1);
        // What this text costs at best: the call, or the right answers that the student may miss.
        _loss += pace * (Math.Min(doubt * advantage, lambda) - _loss);
        var later = moment.After * Exponent / moment.Student.Labels * _loss * doubt / _doubt;
        return doubt * advantage + later > lambda ? 1 : Math.Min(MostExploration, 0.5 / Math.Sqrt(moment.Before + 1));
    }

    /// <inheritdoc/>
    public void Told(StreamMoment moment, double propensity, int answer) => _agreement.Add(moment.Student, moment.Student.Label == answer);
}
