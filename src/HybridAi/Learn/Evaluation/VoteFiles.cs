using HybridAi.Curate.Ingestion;
using HybridAi.Learning.Annotators;

namespace HybridAi.Learn.Evaluation;

/// <summary>Where votes and gold stand and what their columns are called.</summary>
/// <param name="Votes">The file with a row a vote.</param>
/// <param name="Gold">The file with the right labels; may be the same one.</param>
/// <param name="Item">The column that names the item, in both.</param>
/// <param name="Annotator">The column that names who voted.</param>
/// <param name="Label">The column of the label that was given.</param>
/// <param name="GoldLabel">The column of the right label.</param>
public sealed record VoteColumns(
    string Votes, string Gold, string Item = "item", string Annotator = "annotator", string Label = "label", string GoldLabel = "label");

/// <summary>Votes and gold as read: places stand for names.</summary>
/// <param name="Votes">The votes.</param>
/// <param name="Gold">All gold that the file holds.</param>
/// <param name="Annotators">Their names by place.</param>
public sealed record VotedItems(Votes Votes, Gold Gold, IReadOnlyList<string> Annotators)
{
    /// <summary>
    /// Reads both files. A fault with file, line and column where a value is missing, an annotator voted twice on an item, gold names an item that
    /// nobody voted on or contradicts itself, or there is one annotator only.
    /// </summary>
    public static async Task<Outcome<VotedItems>> ReadAsync(VoteColumns from, FormatHints? hints, IngestionOptions? options, CancellationToken cancellation)
    {
        var voted = await ColumnsFile.ReadAsync(from.Votes, [from.Item, from.Annotator, from.Label], hints, options, cancellation);
        if (!voted.Succeeded(out var voteRows, out var fault)) return fault;
        var known = await ColumnsFile.ReadAsync(from.Gold, [from.Item, from.GoldLabel], hints, options, cancellation);
        if (!known.Succeeded(out var goldRows, out fault)) return fault;

        var (items, annotators, labels) = (new Places(), new Places(), new Places());
        var lines = new Dictionary<(int, int), long>();
        var votes = new List<Vote>();
        foreach (var row in voteRows)
        {
            var vote = new Vote(items.Of(row.Values[0]), annotators.Of(row.Values[1]), labels.Of(row.Values[2]));
            if (!lines.TryAdd((vote.Item, vote.Annotator), row.Line))
            {
                return Fault.BadInput(
                    "vote-doubled", $"This annotator voted on this item before, on line {lines[(vote.Item, vote.Annotator)]}.",
                    ColumnsFile.PlaceOf(from.Votes, row.Line, from.Annotator));
            }

            votes.Add(vote);
        }

        if (annotators.Names.Count == 1)
            return Fault.BadInput("one-annotator", "All votes are by one annotator: there is nothing to aggregate.", $"{from.Votes}, column '{from.Annotator}'");
        if (!GoldOf(from, goldRows, items, labels).Succeeded(out var gold, out fault)) return fault;
        return new VotedItems(new(items.Names.Count, annotators.Names.Count, labels.Names.Count, votes), gold, annotators.Names);
    }

    // A file of votes may repeat an item's gold with every vote.
    private static Outcome<Gold> GoldOf(VoteColumns from, IReadOnlyList<FilledRow> rows, Places items, Places labels)
    {
        if (!rows.Any(row => items.Find(row.Values[0]) is not null))
            return Fault.BadInput("gold-without-votes", "Nobody voted on any item of this file: are the items named alike?", $"{from.Gold}, column '{from.Item}'");
        var known = new Dictionary<int, int>();
        foreach (var row in rows)
        {
            if (items.Find(row.Values[0]) is not { } item)
                return Fault.BadInput("item-unknown", "Nobody voted on this item.", ColumnsFile.PlaceOf(from.Gold, row.Line, from.Item));
            var label = labels.Of(row.Values[1]);
            if (!known.TryAdd(item, label) && known[item] != label)
                return Fault.BadInput("gold-contradicts", "An earlier row says another label of this item.", ColumnsFile.PlaceOf(from.Gold, row.Line, from.GoldLabel));
        }

        return new Gold(items.Names.Count, known);
    }

    private sealed class Places
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public List<string> Names { get; } = [];

        public int? Find(string name) => _places.TryGetValue(name, out var place) ? place : null;

        public int Of(string name)
        {
            if (_places.TryAdd(name, Names.Count)) Names.Add(name);
            return _places[name];
        }
    }
}
