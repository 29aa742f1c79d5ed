using System.Globalization;

namespace HybridAi.Curate.Review;

/// <summary>From which records the next one comes.</summary>
public enum QueueKind
{
    /// <summary>Turn and turn about: held-out, then for learning, which is doubt with a share of random and a share of rare ones.</summary>
    Mixed,

    /// <summary>Records for learning, the most doubtful first.</summary>
    Doubtful,

    /// <summary>Records for calibration and test in random order: doubt must not choose what a model is judged on.</summary>
    HeldOut,

    /// <summary>Records for learning in random order: what is estimated from them holds for all.</summary>
    Random,

    /// <summary>Records for learning whose label, given or proposed, is rare; the rarest first.</summary>
    Rare,
}

/// <summary>Why a record was in the queue.</summary>
public enum QueueReason
{
    /// <summary>It judges models and routes.</summary>
    HeldOut,

    /// <summary>Its label is doubtful.</summary>
    Doubt,

    /// <summary>Chance chose it.</summary>
    Random,

    /// <summary>Its label is rare.</summary>
    Rare,

    /// <summary>It was labelled under a guideline or schema that has changed since.</summary>
    Requeued,

    /// <summary>Somebody waits for a person's word on it.</summary>
    Asked,
}

/// <summary>What an annotator's turn asks for: a check first or not, then these reasons until one has a record.</summary>
/// <param name="GoldFirst">Whether a record with a trusted label is to come, as a check that looks like any other.</param>
/// <param name="GoldPlace">From which place of the random order on that record is sought.</param>
/// <param name="Reasons">The reasons to try, in order.</param>
internal sealed record QueueTurn(bool GoldFirst, double GoldPlace, IReadOnlyList<QueueReason> Reasons)
{
    /// <summary>What comes before all else, whatever the queue.</summary>
    public static readonly IReadOnlyList<QueueReason> First = [QueueReason.Asked, QueueReason.Requeued];

    /// <summary>The turn at a place of the annotator's sequence: the same settings, name and place give the same turn.</summary>
    public static QueueTurn Of(ReviewSettings settings, QueueKind kind, string annotator, long turn)
    {
        var place = turn.ToString(CultureInfo.InvariantCulture);
        return new(
            SeededChance.Of(settings.Seed, "gold", annotator, place) < settings.GoldShare,
            SeededChance.Of(settings.Seed, "gold-place", annotator, place),
            [.. First, .. Reasons()]);

        IReadOnlyList<QueueReason> Reasons() => kind switch
        {
            QueueKind.Doubtful => [QueueReason.Doubt],
            QueueKind.HeldOut => [QueueReason.HeldOut],
            QueueKind.Random => [QueueReason.Random],
            QueueKind.Rare => [QueueReason.Rare],
            QueueKind.Mixed when turn % 2 == 0 => [QueueReason.HeldOut, QueueReason.Doubt],
            QueueKind.Mixed => [Learning(), QueueReason.Doubt, QueueReason.HeldOut],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such queue."),
        };

        QueueReason Learning()
        {
            var share = SeededChance.Of(settings.Seed, "reason", annotator, place);
            if (share < settings.RandomShare) return QueueReason.Random;
            return share < settings.RandomShare + settings.RareShare ? QueueReason.Rare : QueueReason.Doubt;
        }
    }
}
