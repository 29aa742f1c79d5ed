using HybridAi.Learning.Text;

namespace HybridAi.Learning.Tabular.Search;

/// <summary>
/// Finds the way to fit that is best on rows it was not fitted on: all candidates are judged on a first part of the cross-validation, the linear ones
/// and the best trees on the rest, and last the mean of the best two kinds. A simpler kind that is worse by less than one standard error of the
/// paired difference is preferred.
/// </summary>
/// <remarks>
/// Jamieson and Talwalkar 2016 for halving the candidates; Breiman et al. 1984, section 3.4.3, for the one-standard-error rule, here of paired losses,
/// which part candidates that judge the same rows far better than each one's own error does. Drawback: the winner's own figures are a little too good,
/// being the best of many; whoever wants honest ones judges on rows that the search never saw.
/// </remarks>
internal sealed class TabularSearch(TableRows table, TabularSettings settings, IProgress<TrainingProgress>? progress, CancellationToken ct)
{
    private const int ManyRows = 5_000;
    private const int Survivors = 3;

    private readonly Lock _gate = new();
    private int _done;

    /// <summary>Runs the search.</summary>
    public SearchResult Run()
    {
        var effort = SearchEffort.Of(table, settings.TreeCandidates);
        var candidates = TabularCandidate.Draw(effort, table.Count, settings.Seed);
        var repeats = Enumerable.Range(0, effort.Repeats)
            .Select(repeat => TableFolds.Deal(table.Target, table.Groups, settings.Folds, unchecked(settings.Seed + repeat * 7919))).ToArray();
        var parts = repeats.SelectMany((folds, repeat) => Enumerable.Range(0, folds.Count).Select(part => (folds, part, repeat))).ToArray();
        var first = table.Count < ManyRows ? repeats[0].Count : 1;
        var trees = candidates.Count(candidate => candidate.Trees is not null);
        var planned = first * candidates.Count + (parts.Length - first) * (candidates.Count - Math.Max(0, trees - Survivors));

        var opening = JudgeAll(parts[..first], candidates, planned);
        var stay = opening.Where(judged => judged.Candidate.Trees is not null).OrderBy(Mean).Take(Survivors)
            .Concat(opening.Where(judged => judged.Candidate.Trees is null)).ToList();
        var rest = JudgeAll(parts[first..], [.. stay.Select(judged => judged.Candidate)], planned);
        var finalists = stay.Select((judged, place) => judged with { Parts = [.. judged.Parts, .. rest[place].Parts] }).ToList();
        if (Blend(finalists) is { } blend) finalists.Add(blend);
        var chosen = Choose(finalists);
        return new(chosen, finalists, [.. opening.Except(stay)], repeats[0].Count);
    }

    private List<Judged> JudgeAll((TableFolds Folds, int Part, int Repeat)[] parts, IReadOnlyList<TabularCandidate> candidates, int planned)
    {
        var said = new HeldScores[parts.Length][];
        var options = new ParallelOptions { CancellationToken = ct };
        if (settings.Threads > 0) options.MaxDegreeOfParallelism = settings.Threads;
        Parallel.For(0, parts.Length, options, i =>
        {
            var held = new HeldPart(table, parts[i].Folds, parts[i].Part, unchecked(settings.Seed * 1_000 + parts[i].Repeat * 100 + parts[i].Part), ct);
            said[i] = new HeldScores[candidates.Count];
            for (var c = 0; c < candidates.Count; c++)
            {
                said[i][c] = held.Judge(candidates[c], ct);
                Advance(planned);
            }
        });
        return [.. candidates.Select((candidate, c) => new Judged(candidate, [.. said.Select(part => part[c])]))];
    }

    private double Mean(Judged judged)
    {
        var rows = judged.Parts.SelectMany(part => part.Rows).ToHashSet();
        return judged.Losses(table.Target).Where((_, row) => rows.Contains(row)).Average();
    }

    private Judged? Blend(List<Judged> finalists)
    {
        var linear = finalists.Where(judged => judged.Candidate.Trees is null).MinBy(Mean);
        var trees = finalists.Where(judged => judged.Candidate.Linear is null).MinBy(Mean);
        if (linear is null || trees is null) return null;
        return new(new(linear.Candidate.Linear, trees.Candidate.Trees), [.. linear.Parts.Zip(trees.Parts, HeldScores.Mean)]);
    }

    private Judged Choose(List<Judged> finalists)
    {
        var losses = finalists.ToDictionary(judged => judged, judged => judged.Losses(table.Target));
        var kinds = finalists.GroupBy(judged => judged.Candidate.Complexity).OrderBy(kind => kind.Key).Select(kind => kind.MinBy(Mean)!).ToList();
        var best = kinds.MinBy(Mean)!;
        return kinds.First(simpler =>
        {
            var worse = GroupMean.Of([.. losses[simpler].Zip(losses[best], (own, least) => own - least)], table.Groups);
            return worse.Value <= worse.Error;
        });
    }

    private void Advance(int planned)
    {
        if (progress is null) return;
        lock (_gate) progress.Report(new("trying settings", Math.Min(0.9, 0.9 * ++_done / planned)));
    }
}

/// <summary>What the search found.</summary>
/// <param name="Chosen">The candidate to train.</param>
/// <param name="Finalists">All that were judged on every part.</param>
/// <param name="Dropped">Those that the first part let go.</param>
/// <param name="Folds">Parts of one round of the cross-validation; the first so many of each finalist hold every row once.</param>
internal sealed record SearchResult(Judged Chosen, IReadOnlyList<Judged> Finalists, IReadOnlyList<Judged> Dropped, int Folds);
