using System.ComponentModel.DataAnnotations;

namespace HybridAi.Curate.Labelling;

/// <summary>How a model is asked for labels. All of it decides answers, so it is part of a labeller's version.</summary>
/// <param name="Batch">Records in one call.</param>
/// <param name="Shots">How reviewed examples are chosen: <c>fixed</c>, <c>similar</c>, <c>diverse</c>, <c>similar-diverse</c>; null: none are shown.</param>
/// <param name="ShotCount">How many examples are shown.</param>
/// <param name="Shortlist">How many labels are asked with first; 0: all of them at once.</param>
/// <param name="Samples">How often each record is asked for; above 1 the majority's label counts.</param>
/// <param name="Seed">The chance in the choice of examples.</param>
public sealed record AskSettings(
    [property: Range(1, BatchLabeller.Most)] int Batch = 1,
    string? Shots = null,
    [property: Range(1, ShotSettings.Most)] int ShotCount = 4,
    [property: Range(0, 1_000)] int Shortlist = 0,
    [property: Range(1, SelfConsistentLabeller.Most)] int Samples = 1,
    int Seed = 0)
{
    /// <summary>Each record in a call of its own, once, with all labels and without examples.</summary>
    public static AskSettings Plain { get; } = new();

    /// <summary>What is wrong with them, or with their being together; null where nothing is. Fault: <c>label-settings</c>.</summary>
    public Fault? Wrong()
    {
        if (Batch is < 1 or > BatchLabeller.Most) return Refused($"A call takes 1 to {BatchLabeller.Most} records, not {Batch}.");
        if (Samples is < 1 or > SelfConsistentLabeller.Most) return Refused($"A record is asked for 1 to {SelfConsistentLabeller.Most} times, not {Samples}.");
        if (Shortlist is < 0 or 1) return Refused("A shortlist has at least 2 labels; 0 is none.");
        if (Batch > 1 && Shortlist > 0) return Refused("A shortlist is of one text: ask for one record a call, or with all labels.");
        if (Batch > 1 && Shots is not null) return Refused("Examples stand before one text: ask for one record a call, or without examples.");
        return null;
    }

    private static Fault Refused(string reason) => Fault.BadInput("label-settings", reason);
}
