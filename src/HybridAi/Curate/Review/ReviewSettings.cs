namespace HybridAi.Curate.Review;

/// <summary>When the labels of several people make one.</summary>
public enum AgreementRule
{
    /// <summary>More than half of them are equal.</summary>
    Majority,

    /// <summary>All of them are equal.</summary>
    Unanimous,
}

/// <summary>How a project's records are reviewed. Not part of the guideline: a change makes no new version of the project.</summary>
/// <param name="Overlap">How many people label each record, 1 to 20.</param>
/// <param name="Agreement">When their labels make one.</param>
/// <param name="BlindShare">Share of records that are shown without any suggestion, 0 to 1.</param>
/// <param name="BlindByAnnotator">Whether each annotator has blind records of their own; otherwise a record is blind to all or to none.</param>
/// <param name="GoldShare">Share of turns in which a record with a trusted label comes as a check, 0 to 0.5; without effect where no record has one.</param>
/// <param name="RandomShare">Share of the learning turns in which chance alone chooses, 0.10 to 0.20: estimates rest on these.</param>
/// <param name="RareShare">Share of the learning turns in which a record with a rare label is sought first, 0 to 0.5.</param>
/// <param name="LeaseMinutes">How long a record is kept for whom it was handed to, 1 to 1,440.</param>
/// <param name="Seed">Another seed is another order and other blind records.</param>
public sealed record ReviewSettings(
    int Overlap = 1,
    AgreementRule Agreement = AgreementRule.Majority,
    double BlindShare = 0.2,
    bool BlindByAnnotator = false,
    double GoldShare = 0.05,
    double RandomShare = 0.15,
    double RareShare = 0.1,
    int LeaseMinutes = 10,
    int Seed = 1)
{
    /// <summary>The settings, or a fault that names everything out of range.</summary>
    public Outcome<ReviewSettings> Check()
    {
        var wrong = new OutOfRange();
        wrong.Within(nameof(Overlap), Overlap, 1, 20);
        wrong.Within(nameof(BlindShare), BlindShare, 0, 1);
        wrong.Within(nameof(GoldShare), GoldShare, 0, 0.5);
        wrong.Within(nameof(RandomShare), RandomShare, 0.1, 0.2);
        wrong.Within(nameof(RareShare), RareShare, 0, 0.5);
        wrong.Within(nameof(LeaseMinutes), LeaseMinutes, 1, 1_440);
        if (!Enum.IsDefined(Agreement)) wrong.Add("'agreement' is majority or unanimous.");
        return wrong.Fault("review-settings-invalid") is { } fault ? fault : this;
    }

    /// <summary>Whether the annotator must decide on the record without a suggestion.</summary>
    public bool IsBlind(string recordId, string annotator)
        => SeededChance.Of(Seed, "blind", BlindByAnnotator ? [recordId, annotator] : [recordId]) < BlindShare;

    internal TimeSpan Lease => TimeSpan.FromMinutes(LeaseMinutes);
}
