namespace HybridAi.Learning.Tabular;

/// <summary>What a regressor says of a row.</summary>
/// <param name="Mean">The estimate, in the target's unit.</param>
/// <param name="Spread">The mean absolute error that such a row is expected to have, in the target's unit; above 0.</param>
public readonly record struct TabularEstimate(double Mean, double Spread);
