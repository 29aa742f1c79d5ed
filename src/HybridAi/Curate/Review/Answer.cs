namespace HybridAi.Curate.Review;

/// <summary>What an annotator hands in for one record.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Annotator">Who.</param>
/// <param name="Action">Accept the suggestion, give a label, or pass over.</param>
/// <param name="Label">The label given; null for an accepted suggestion and for a skip.</param>
public sealed record Answer(string RecordId, string Annotator, ReviewAction Action, string? Label = null)
{
    /// <summary>Whose suggestion it was; null: the one that was shown, or else the newest.</summary>
    public string? Labeller { get; init; }

    /// <summary>Whether the annotator decided without looking at a suggestion that was there to see.</summary>
    public bool Unseen { get; init; }

    /// <summary>What the annotator has to say about it, at most 4,000 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Takes the suggested label.</summary>
    public static Answer Accept(string recordId, string annotator) => new(recordId, annotator, ReviewAction.Accept);

    /// <summary>Gives a label; where it is the suggested one, that counts as accepting it.</summary>
    public static Answer Correct(string recordId, string annotator, string label) => new(recordId, annotator, ReviewAction.Correct, label);

    /// <summary>Passes the record over.</summary>
    public static Answer Skip(string recordId, string annotator) => new(recordId, annotator, ReviewAction.Skip);
}
