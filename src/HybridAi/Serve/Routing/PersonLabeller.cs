using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Answers with what people have said to the very text. Where they have said nothing yet a person has to be asked, which takes longer than a request lasts: the
/// proposal is then a fault, and whoever serves hands the text to Review.
/// </summary>
public sealed class PersonLabeller(Project project, ReviewIntake intake, AnnotationStore annotations, TimeProvider clock) : ILabeller
{
    /// <summary>The labeller's name.</summary>
    public const string MemberName = "person";

    /// <summary>The code of the fault of a text that waits for a person.</summary>
    public const string Asked = "person-asked";

    /// <inheritdoc/>
    public string Name => MemberName;

    /// <inheritdoc/>
    /// <remarks>The project's hash: schema and guideline are what people go by.</remarks>
    public string Version { get; } = project.Hash();

    /// <inheritdoc/>
    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var known = await intake.OfTextAsync(project.Name, request.Text, cancellation);
        if (known?.Label is { } label)
            return new(label, 1, "People have labelled this text.", 0, clock.GetElapsedTime(began)) { ConfidenceSource = ConfidenceSource.Assumed };
        var waits = known?.Since is { } since ? $"A person was asked at {since:u} and has not answered yet." : "A person has to be asked.";
        // Whoever waits already costs nothing more; what a new question costs the route knows.
        return Proposal.Failed(Fault.Unavailable(Asked, waits), known?.Since is null ? null : 0, clock.GetElapsedTime(began));
    }

    /// <summary>
    /// What one person says to each of the rows: the first label that somebody gave it, be it right or not. A row whose label came with the data counts as what a
    /// person says to it.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, TierAnswer>> RememberAsync(IReadOnlyList<DatasetRow> rows, CancellationToken cancellation)
    {
        var first = (await annotations.StandingAsync(project.Name, cancellation)).Where(annotation => annotation.Label is not null)
            .GroupBy(annotation => annotation.RecordId).ToDictionary(record => record.Key, record => record.First().Label);
        return rows.ToDictionary(row => row.RecordId, row => new TierAnswer(first.GetValueOrDefault(row.RecordId) ?? row.Label, null, null));
    }
}
