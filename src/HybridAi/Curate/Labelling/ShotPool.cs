using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Text;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// The reviewed texts that may be shown to a model as examples: one a group of duplicates, of the training part alone. What is held out judges
/// labellers, so a row of another part is passed over even where somebody hands it in.
/// </summary>
public sealed class ShotPool
{
    private readonly List<string> _groups;

    /// <summary>The pool of these texts; those with a label that the schema no longer has are passed over.</summary>
    public ShotPool(Project project, IEnumerable<ReviewedText> reviewed)
    {
        // In an order of their own: the same reviews make the same pool, whoever came first.
        var rows = reviewed.Select(text => (Text: text, Group: GroupOf(text.Text)))
            .Where(row => project.Form.Read(row.Text.Label).Fault is null && SplitAssignment.Of(row.Group, project.Split) == Split.Train)
            .DistinctBy(row => row.Group).OrderBy(row => ContentHash.Of(row.Text.Text), StringComparer.Ordinal).ToList();
        Texts = [.. rows.Select(row => row.Text)];
        _groups = [.. rows.Select(row => row.Group)];
        Vectors = new TextVectors([.. Texts.Select(text => text.Text)]);
    }

    /// <summary>The texts, in the order of their hashes, which favours none.</summary>
    public IReadOnlyList<ReviewedText> Texts { get; }

    /// <summary>Compares them.</summary>
    public TextVectors Vectors { get; }

    /// <summary>Whether a row may be shown beside this text: not where it is the text itself or a near duplicate.</summary>
    public bool MayShow(int row, string group) => _groups[row] != group;

    /// <summary>The group of a text: equal for texts that differ in case, punctuation and spacing only.</summary>
    public static string GroupOf(string text) => ContentHash.Of(GroupText.Of(text));

    /// <summary>Which row stands for what a person calls it.</summary>
    public static string IdOf(ReviewedText text) => text.RecordId ?? ContentHash.Of(text.Text);
}
