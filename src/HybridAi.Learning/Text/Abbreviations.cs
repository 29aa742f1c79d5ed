using System.Collections.Frozen;

namespace HybridAi.Learning.Text;

/// <summary>What a full stop behind a word says about the end of a sentence. Words are listed without their last stop, in lower case.</summary>
internal static class Abbreviations
{
    // Something belongs behind these, so they end no sentence.
    private static readonly FrozenSet<string> Leading = Words(
        """
        mr mrs ms mx dr prof st hon rev fr sr sra mme mlle messrs gen col maj capt lt cmdr sgt gov sen rep pres supt det insp
        e.g eg i.e ie cf v vs viz incl excl esp approx ca resp al
        z.b d.h u.a bzw bspw vgl p.ex
        """);

    // These stand before a number or a mark, and end a sentence before anything else.
    private static readonly FrozenSet<string> Numbering = Words(
        """
        no nos nr num fig figs eq eqs sec sect ch chap art para paras p pp vol vols ed eds ex app tab tbl cl sch ref refs ver rev op cit ibid
        jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
        """);

    // These often stand last: only a word that commonly begins a sentence, behind them, makes an end of one.
    private static readonly FrozenSet<string> Trailing = Words(
        """
        jr sr inc ltd co corp llc plc bros gmbh dept div est assn assoc univ intl natl mfg
        etc usw u.s u.k u.n e.u u.s.a a.m p.m am pm ph.d m.d b.a m.a b.sc m.sc d.c a.d b.c no.s
        ave blvd rd hwy apt ste bldg ft mt oz lb lbs min max hr hrs sq temp avg misc tel ext
        """);

    private static readonly FrozenSet<string> Openers = Words(
        """
        a an the this that these those it its he she they we you i his her their our your my there here
        in on at by for from with as to of if when while where after before since until during although though because however
        but and or so yet then thus hence therefore moreover furthermore also instead meanwhile
        what who which how why all some many most each every both no not only once please note see
        """);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LeadingWords = Leading.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NumberingWords = Numbering.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TrailingWords = Trailing.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OpeningWords = Openers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether something always follows the word.</summary>
    public static bool Leads(ReadOnlySpan<char> word) => LeadingWords.Contains(word);

    /// <summary>Whether the word is short for something before a number.</summary>
    public static bool Numbers(ReadOnlySpan<char> word) => NumberingWords.Contains(word);

    /// <summary>Whether the word may end a sentence and mostly doesn't: listed, or written as nothing but an abbreviation is (<c>n.b</c>, <c>pvt</c>).</summary>
    public static bool Trails(ReadOnlySpan<char> word) => TrailingWords.Contains(word) || word.Contains('.') || !word.ContainsAny(Vowels);

    /// <summary>Whether sentences commonly begin with the word.</summary>
    public static bool Opens(ReadOnlySpan<char> word) => OpeningWords.Contains(word);

    private static ReadOnlySpan<char> Vowels => "aeiouyäöüéèêáàâíìîóòôúùûåøæœ0123456789";

    private static FrozenSet<string> Words(string list)
        => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
