using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Curate.Labelling;

namespace HybridAi.Api;

/// <summary>How a model would be asked, in a query.</summary>
/// <param name="Batch">Records in one call.</param>
/// <param name="Shots">How examples are chosen.</param>
/// <param name="ShotCount">How many.</param>
/// <param name="Shortlist">Labels that are asked with first.</param>
/// <param name="Samples">How often each record is asked for.</param>
/// <param name="ShotSeed">The chance in the choice of examples.</param>
public sealed record AskQuery(
    [property: Description("Records in one call."), Range(1, BatchLabeller.Most)] int Batch = 1,
    [property: Description("How reviewed examples are chosen: fixed, similar, diverse, similar-diverse; left out: none are shown.")] string? Shots = null,
    [property: Description("How many examples are shown."), Range(1, ShotSettings.Most)] int ShotCount = 4,
    [property: Description("How many labels are asked with first; 0: all at once."), Range(0, 1_000)] int Shortlist = 0,
    [property: Description("How often each record is asked for; above 1 the majority's label counts."), Range(1, SelfConsistentLabeller.Most)] int Samples = 1,
    [property: Description("The chance in the choice of examples.")] int ShotSeed = 0)
{
    internal AskSettings Settings => new(Batch, Shots, ShotCount, Shortlist, Samples, ShotSeed);
}
