namespace HybridAi.Serve.Simulation;

/// <summary>Who answers a text of a stream: the student, or for a price the teacher.</summary>
internal interface IStreamRule
{
    /// <summary>What figures call it.</summary>
    string Name { get; }

    /// <summary>The student was trained on these texts.</summary>
    void StudentTrained(IReadOnlyList<string> learned);

    /// <summary>With which probability the teacher is called, 0 to 1.</summary>
    double ChanceOfCall(StreamMoment moment);

    /// <summary>The teacher was called.</summary>
    /// <param name="moment">For which text.</param>
    /// <param name="propensity">With which probability it was.</param>
    /// <param name="answer">What it said.</param>
    void Told(StreamMoment moment, double propensity, int answer);
}
