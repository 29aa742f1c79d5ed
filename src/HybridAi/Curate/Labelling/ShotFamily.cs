namespace HybridAi.Curate.Labelling;

/// <summary>The family of ways to choose examples, by name.</summary>
public static class ShotFamily
{
    internal const string Diverse = "diverse";
    internal const string Similar = "similar";
    internal const string SimilarDiverse = "similar-diverse";

    private static readonly Family<Member> Members = new(
        "choice of examples",
        [
            new(FixedShots.MemberName, (pool, settings) => new FixedShots(pool, settings)),
            new(Diverse, (pool, settings) => FixedShots.Diverse(pool, settings)),
            new(Similar, (pool, settings) => new SimilarShots(pool, settings, diverse: false)),
            new(SimilarDiverse, (pool, settings) => new SimilarShots(pool, settings, diverse: true)),
        ],
        member => member.Name);

    /// <summary>The names of all ways.</summary>
    public static IReadOnlyList<string> Names => Members.Names;

    /// <summary>The selector of these settings over a pool. Faults: <c>shots-unknown</c>, <c>shots-out-of-range</c>, <c>shots-missing</c>.</summary>
    public static Outcome<IShotSelector> Create(ShotSettings settings, ShotPool pool)
    {
        if (!Members.TryFind(settings.Selector, out var member)) return Fault.BadInput("shots-unknown", Members.Missing(settings.Selector));
        if (settings.Count is < 1 or > ShotSettings.Most) return Fault.BadInput("shots-out-of-range", $"1 to {ShotSettings.Most} examples are shown, not {settings.Count}.");
        if (pool.Texts.Count == 0) return Fault.BadInput("shots-missing", "No text of the training part has been reviewed yet: there is no example to show.");
        return member.Make(pool, settings);
    }

    private sealed record Member(string Name, Func<ShotPool, ShotSettings, Outcome<IShotSelector>> Make);
}
