using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Tests.Learning.Retrieval;

public sealed class LexicalSearchTests
{
    private static readonly string[] Words = ["lantern", "harbour", "printer", "invoice", "holiday", "sky", "canteen", "soup", "tray", "jam"];

    private static readonly Gen<string[]> Texts = Gen.Choose(0, 9).ListOf(12).Select(words => string.Join(' ', words.Select(word => Words[word]))).ListOf(30)
        .Select(texts => texts.Select((text, at) => text[..(text.Length * (at % 7) / 6)]).ToArray());

    [Fact]
    public void Words_alone_score_as_the_formula_says()
        => Prop.ForAll(Texts.ToArbitrary(), texts =>
        {
            var terms = texts.Select(text => EnglishAnalyser.Terms(text)).ToArray();
            var mean = Math.Max(terms.Average(words => (double)words.Count), 1e-9);

            var (words, grams, _) = LexicalSearch.Score(QueryTerms.Of("lantern soup soup", withGrams: false), Parts([texts]), LexicalFormula.WordsAlone);

            for (var i = 0; i < texts.Length; i++)
                words.Of(0)[i].ShouldBe((float)(Part(i, "lantern", 1) + Part(i, "soup", 2)), 1e-5f);
            words.Dispose();
            grams.Dispose();

            double Part(int passage, string term, int times)
            {
                var count = terms[passage].Count(word => word == term);
                return count == 0 ? 0 : times * Bm25.Idf(texts.Length, terms.Count(each => each.Contains(term)))
                    * count / (count + 0.9 * (0.6 + 0.4 * LossyLength.Decode(LossyLength.Encode(terms[passage].Count)) / mean));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_best_are_the_first_of_all_in_order_however_passages_are_parted()
        => Prop.ForAll(Texts.ToArbitrary(), Gen.Choose(1, 29).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (texts, cut, top) =>
        {
            var whole = Ranking([texts], texts.Length);

            Ranking([texts], top).ShouldBe(whole.Take(top));
            Ranking([texts[..cut], texts[cut..]], top).ShouldBe(whole.Take(top));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Postings_put_behind_one_another_without_some_passages_equal_those_of_what_is_left()
        => Prop.ForAll(Texts.ToArbitrary(), Gen.Choose(1, 29).ToArbitrary(), Gen.Choose(2, 5).ToArbitrary(), (texts, cut, every) =>
        {
            var left = texts.Where((_, at) => at % every != 0).ToArray();
            var place = -1;
            var places = texts.Select((_, at) => at % every == 0 ? -1 : ++place).ToArray();
            using var merged = new MemoryStream();
            var writer = new PostingsWriter(merged);
            writer.Write([(Postings(texts[..cut]), places[..cut]), (Postings(texts[cut..]), places[cut..])], CancellationToken.None);
            using var fresh = new MemoryStream();
            var expected = new PostingsWriter(fresh);
            expected.Write([.. left.Select(text => PassageTerms.Of(text))]);

            merged.ToArray().ShouldBe(fresh.ToArray());
            writer.Keys.ToArray().ShouldBe(expected.Keys.ToArray());
            writer.Starts.ToArray().ShouldBe(expected.Starts.ToArray());
            writer.Holders.ToArray().ShouldBe(expected.Holders.ToArray());
            writer.Grams.ToArray().ShouldBe(expected.Grams.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keys_are_sorted_whatever_they_share()
        => Prop.ForAll(Gen.Choose(0, 40).ListOf(300).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (values, shift) =>
        {
            var keys = values.Select(value => (ulong)value << shift).ToArray();
            var entries = Enumerable.Range(0, keys.Length).Select(at => (uint)at).ToArray();
            var expected = keys.Zip(entries).OrderBy(pair => pair.First).ThenBy(pair => pair.Second).ToArray();

            KeySort.Sort(keys, entries);

            keys.Zip(entries).ShouldBe(expected);
        }).QuickCheckThrowOnFailure();

    private static List<(int Passage, float Score)> Ranking(string[][] parts, int top)
    {
        var (words, grams, _) = LexicalSearch.Score(QueryTerms.Of("lanterns in the harbour sky", withGrams: true), Parts(parts), LexicalFormula.Usual);
        using (words)
        using (grams)
            return [.. ScoreFusion.Top([new(words, 0.5, 0), new(grams, 0.5, 0)], top, (one, other) => Place(one).CompareTo(Place(other))).Select(hit => (Place(hit), hit.Score))];

        int Place(Hit hit) => parts.Take(hit.Part).Sum(part => part.Length) + hit.Passage;
    }

    private static SearchParts Parts(string[][] parts)
    {
        var terms = parts.SelectMany(part => part).Select(text => PassageTerms.Of(text)).ToList();
        return new([.. parts.Select(part => new PostingsPart(Postings(part), default, KeyCounts.None))], [], terms.Count, terms.Sum(each => each.Words), terms.Sum(each => each.Grams));
    }

    private static Postings Postings(string[] texts)
    {
        using var lists = new MemoryStream();
        var writer = new PostingsWriter(lists);
        writer.Write([.. texts.Select(text => PassageTerms.Of(text))]);
        return new(lists.ToArray(), writer.Keys.ToArray(), writer.Starts.ToArray(), writer.Holders.ToArray(), writer.Words.ToArray(), writer.Grams.ToArray());
    }
}
