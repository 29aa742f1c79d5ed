namespace HybridAi.Curate.Labelling;

/// <summary>Which examples are shown to a model.</summary>
/// <param name="Selector">How they are chosen: a name of <see cref="ShotFamily"/>.</param>
/// <param name="Count">How many, 1 to <see cref="Most"/>.</param>
/// <param name="Seed">The chance in the choice.</param>
public sealed record ShotSettings(string Selector, int Count = 4, int Seed = 0)
{
    /// <summary>More examples than this cost more than they teach.</summary>
    public const int Most = 32;
}
