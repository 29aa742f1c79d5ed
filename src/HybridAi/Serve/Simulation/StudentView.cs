namespace HybridAi.Serve.Simulation;

/// <summary>What the student says to a text before anybody else has said anything.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Sureness">ln p / (1 − p) of its probability, between −8 and 8.</param>
/// <param name="Lead">ln p / q over the second label's probability, between 0 and 8.</param>
/// <param name="Entropy">Of its probabilities, in nats.</param>
/// <param name="Familiarity">Share of the text's n-grams that it knows.</param>
/// <param name="Labels">How many labelled texts it has learned from.</param>
public readonly record struct StudentView(int Label, double Sureness, double Lead, double Entropy, double Familiarity, int Labels)
{
    private const double Edge = 1e-4;
    private const double Most = 8;

    internal static StudentView Of(ReadOnlySpan<float> chances, int label, double familiarity, int labels)
    {
        double second = 0, entropy = 0;
        for (var k = 0; k < chances.Length; k++)
        {
            if (k != label) second = Math.Max(second, chances[k]);
            if (chances[k] > 0) entropy -= chances[k] * Math.Log(chances[k]);
        }

        var best = Math.Clamp((double)chances[label], Edge, 1 - Edge);
        return new(
            label, Math.Clamp(Math.Log(best / (1 - best)), -Most, Most), Math.Clamp(Math.Log((best + Edge) / (second + Edge)), 0, Most), entropy, familiarity, labels);
    }
}

/// <summary>A text has come and somebody must answer it.</summary>
/// <param name="Row">Which row it is.</param>
/// <param name="Text">The text.</param>
/// <param name="Student">What the student says.</param>
/// <param name="Before">How many texts have come before.</param>
/// <param name="After">How many are still to come.</param>
public readonly record struct StreamMoment(int Row, string Text, StudentView Student, int Before, int After);
