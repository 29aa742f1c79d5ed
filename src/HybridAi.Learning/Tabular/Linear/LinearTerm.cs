namespace HybridAi.Learning.Tabular.Linear;

/// <summary>What a column of a linear model is.</summary>
internal enum TermKind
{
    /// <summary>A feature less its mean over its standard deviation, at most <see cref="LinearTerm.Furthest"/> away from 0; 0 where it is missing.</summary>
    Standardised,

    /// <summary>A feature of 0 or 1 as it is.</summary>
    Indicator,

    /// <summary>1 where a feature is missing.</summary>
    Missing,

    /// <summary>How far the standardised feature is above a knot, 0 below it.</summary>
    Hinge,

    /// <summary>1 where a category has one of its frequent levels: as many columns as levels.</summary>
    Levels,
}

/// <summary>A column of a linear model, or for levels several.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">The feature it is made of; for levels the table's column.</param>
/// <param name="Mean">Mean of the feature.</param>
/// <param name="Scale">One over the feature's standard deviation; for levels their number.</param>
/// <param name="Knot">Of a hinge.</param>
internal readonly record struct LinearTerm(TermKind Kind, int Source, float Mean, float Scale, float Knot)
{
    /// <summary>A value of more standard deviations is no more telling, and would pull at the weights.</summary>
    public const float Furthest = 5;

    public int Width => Kind == TermKind.Levels ? (int)Scale : 1;

    public float Of(float feature) => Kind switch
    {
        TermKind.Indicator => feature,
        TermKind.Missing => float.IsNaN(feature) ? 1 : 0,
        TermKind.Hinge => MathF.Max(0, Standardised(feature) - Knot),
        _ => Standardised(feature),
    };

    private float Standardised(float feature) => float.IsNaN(feature) ? 0 : Math.Clamp((feature - Mean) * Scale, -Furthest, Furthest);
}
