using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>What people have labelled so far, for labellers that learn from it.</summary>
public sealed class ReviewedTexts(RecordStore records, AnnotationStore annotations)
{
    /// <summary>The reviewed texts of the training part, oldest annotation first: what is held out judges labellers and must not teach them.</summary>
    public async Task<IReadOnlyList<ReviewedText>> ForTrainingAsync(Project project, CancellationToken cancellation)
    {
        var reviewed = new List<ReviewedText>();
        foreach (var annotation in await annotations.StandingAsync(project.Name, cancellation))
        {
            if (annotation.Label is not { } label || !project.Knows(label)) continue;
            var record = await records.FindAsync(project.Name, annotation.RecordId, cancellation);
            if (record is not null && SplitAssignment.Of(record.GroupHash, project.Split) == Split.Train) reviewed.Add(new(record.Text, label));
        }

        return reviewed;
    }
}
