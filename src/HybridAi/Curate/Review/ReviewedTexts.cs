using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>What people have labelled so far, for labellers that learn from it.</summary>
public sealed class ReviewedTexts(RecordStore records, ResolvedLabels resolved)
{
    /// <summary>The reviewed texts of the training part, in the order in which they were: what is held out judges labellers and must not teach them.</summary>
    public async Task<IReadOnlyList<ReviewedText>> ForTrainingAsync(Project project, CancellationToken cancellation)
    {
        var labels = await resolved.AllAsync(project, cancellation);
        if (labels.Count == 0) return [];
        var wanted = labels.Select(label => label.RecordId).ToHashSet();
        var texts = new Dictionary<string, string>();
        await foreach (var record in records.ReadAsync(project.Name, cancellation))
        {
            if (wanted.Contains(record.Id) && SplitAssignment.Of(record.GroupHash, project.Split) == Split.Train) texts[record.Id] = record.Text;
        }

        return [.. labels.Where(label => texts.ContainsKey(label.RecordId)).Select(label => new ReviewedText(texts[label.RecordId], label.Label) { RecordId = label.RecordId })];
    }
}
