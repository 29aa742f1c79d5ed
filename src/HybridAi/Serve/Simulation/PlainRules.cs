namespace HybridAi.Serve.Simulation;

/// <summary>Calls at one chance whatever comes: 1 always, 0 never, between at random.</summary>
internal sealed class EvenRule(string name, double chance) : IStreamRule
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public void StudentTrained(IReadOnlyList<string> learned) { }

    /// <inheritdoc/>
    public double ChanceOfCall(StreamMoment moment) => chance;

    /// <inheritdoc/>
    public void Told(StreamMoment moment, double propensity, int answer) { }
}

/// <summary>
/// Knows the right label and calls where the student is wrong and the teacher right: no rule can be right more often with this student. It buys no label for
/// what it teaches, so that one which does may come close to it in price.
/// </summary>
internal sealed class OracleRule(StreamRows rows) : IStreamRule
{
    /// <inheritdoc/>
    public string Name => "oracle";

    /// <inheritdoc/>
    public void StudentTrained(IReadOnlyList<string> learned) { }

    /// <inheritdoc/>
    public double ChanceOfCall(StreamMoment moment) => moment.Student.Label != rows.Gold[moment.Row] && rows.Answers[moment.Row] == rows.Gold[moment.Row] ? 1 : 0;

    /// <inheritdoc/>
    public void Told(StreamMoment moment, double propensity, int answer) { }
}
