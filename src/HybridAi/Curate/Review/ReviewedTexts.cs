using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>
/// The texts that a labeller may learn from now: those of the training part whose label a person or a trusted file stands behind. Texts
/// of calibration and test stay out, or a labeller would be judged on what it was taught.
/// </summary>
public sealed class ReviewedTexts(RecordStore records, AnnotationStore annotations)
{
    /// <summary>Reads them in the order in which the records came; a text once, a person's label before the file's.</summary>
    public async Task<IReadOnlyList<ReviewedText>> ReadAsync(Project project, CancellationToken cancellation)
    {
        var standing = (await annotations.StandingAsync(project.Name, cancellation))
            .Where(annotation => annotation.Label is not null).ToDictionary(annotation => annotation.RecordId, annotation => annotation.Label!);
        var texts = new List<ReviewedText>();
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (record.DuplicateOf is not null || SplitAssignment.Of(record.GroupHash, project.Split) != Split.Train) continue;
            if ((standing.GetValueOrDefault(record.Id) ?? record.Gold) is { } label && project.Knows(label)) texts.Add(new(record.Text, label));
        }

        return texts;
    }
}
