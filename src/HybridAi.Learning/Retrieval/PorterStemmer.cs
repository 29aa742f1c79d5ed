namespace HybridAi.Learning.Retrieval;

/// <summary>Cuts English words down to their stems, in place.</summary>
/// <remarks>
/// Porter 1980, "An algorithm for suffix stripping", with the two departures of the author's own programs, which Lucene follows: -bli becomes -ble and -logi
/// becomes -log. Whatever is not a, e, i, o, u or y after a consonant counts as a consonant, digits and letters of other scripts included.
/// </remarks>
internal static class PorterStemmer
{
    /// <summary>Stems a word.</summary>
    /// <param name="room">Holds the word, in lower case, and at least one unit behind it; the stem stands in its place afterwards.</param>
    /// <param name="length">How many units the word has.</param>
    /// <returns>How many units the stem has.</returns>
    public static int Stem(Span<char> room, int length)
    {
        if (length <= 2) return length;
        var word = new Word(room, length);
        word.Plurals();
        word.PastAndProgressive();
        word.FinalY();
        word.DoubleSuffixes();
        word.FullNessAndLike();
        word.SingleSuffixes();
        word.FinalE();
        return word.Length;
    }

    private ref struct Word(Span<char> room, int length)
    {
        private readonly Span<char> _room = room;

        public int Length = length;

        public void Plurals()
        {
            if (_room[Length - 1] != 's') return;
            if (Ends("sses") || Ends("ies")) Length -= 2;
            else if (_room[Length - 2] != 's') Length--;
        }

        public void PastAndProgressive()
        {
            if (Ends("eed"))
            {
                if (Measure(Length - 3) > 0) Length--;
                return;
            }

            var cut = Ends("ed") ? 2 : Ends("ing") ? 3 : 0;
            if (cut == 0 || !HasVowel(Length - cut)) return;
            Length -= cut;
            if (Ends("at") || Ends("bl") || Ends("iz")) _room[Length++] = 'e';
            else if (EndsDouble(Length) && _room[Length - 1] is not ('l' or 's' or 'z')) Length--;
            else if (Measure(Length) == 1 && EndsShort(Length)) _room[Length++] = 'e';
        }

        public readonly void FinalY()
        {
            if (Ends("y") && HasVowel(Length - 1)) _room[Length - 1] = 'i';
        }

        public void DoubleSuffixes()
        {
            if (Length < 2) return;
            _ = _room[Length - 2] switch
            {
                'a' => Swap("ational", "ate") || Swap("tional", "tion"),
                'c' => Swap("enci", "ence") || Swap("anci", "ance"),
                'e' => Swap("izer", "ize"),
                'l' => Swap("bli", "ble") || Swap("alli", "al") || Swap("entli", "ent") || Swap("eli", "e") || Swap("ousli", "ous"),
                'o' => Swap("ization", "ize") || Swap("ation", "ate") || Swap("ator", "ate"),
                's' => Swap("alism", "al") || Swap("iveness", "ive") || Swap("fulness", "ful") || Swap("ousness", "ous"),
                't' => Swap("aliti", "al") || Swap("iviti", "ive") || Swap("biliti", "ble"),
                'g' => Swap("logi", "log"),
                _ => false,
            };
        }

        public void FullNessAndLike()
        {
            if (Length < 1) return;
            _ = _room[Length - 1] switch
            {
                'e' => Swap("icate", "ic") || Swap("ative", "") || Swap("alize", "al"),
                'i' => Swap("iciti", "ic"),
                'l' => Swap("ical", "ic") || Swap("ful", ""),
                's' => Swap("ness", ""),
                _ => false,
            };
        }

        public void SingleSuffixes()
        {
            if (Length < 2) return;
            var cut = _room[Length - 2] switch
            {
                'a' => Cut("al"),
                'c' => Cut("ance", "ence"),
                'e' => Cut("er"),
                'i' => Cut("ic"),
                'l' => Cut("able", "ible"),
                'n' => Cut("ant", "ement", "ment", "ent"),
                'o' => Ends("ion") && Length > 3 && _room[Length - 4] is 's' or 't' ? 3 : Cut("ou"),
                's' => Cut("ism"),
                't' => Cut("ate", "iti"),
                'u' => Cut("ous"),
                'v' => Cut("ive"),
                'z' => Cut("ize"),
                _ => 0,
            };
            if (cut > 0 && Measure(Length - cut) > 1) Length -= cut;
        }

        public void FinalE()
        {
            if (Ends("e") && Measure(Length - 1) is var measure && (measure > 1 || (measure == 1 && !EndsShort(Length - 1)))) Length--;
            if (Ends("l") && EndsDouble(Length) && Measure(Length) > 1) Length--;
        }

        private readonly bool Ends(string suffix) => _room[..Length].EndsWith(suffix, StringComparison.Ordinal);

        // True where the suffix was there, whether or not what stands before it is long enough for the exchange.
        private bool Swap(string suffix, string by)
        {
            if (!Ends(suffix)) return false;
            var stem = Length - suffix.Length;
            if (Measure(stem) == 0) return true;
            by.CopyTo(_room[stem..]);
            Length = stem + by.Length;
            return true;
        }

        private readonly int Cut(params ReadOnlySpan<string> suffixes)
        {
            foreach (var suffix in suffixes)
                if (Ends(suffix))
                    return suffix.Length;
            return 0;
        }

        private readonly bool IsConsonant(int at) => _room[at] switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' => false,
            'y' => at == 0 || !IsConsonant(at - 1),
            _ => true,
        };

        private readonly bool HasVowel(int end)
        {
            for (var at = 0; at < end; at++)
                if (!IsConsonant(at))
                    return true;
            return false;
        }

        // How often a vowel is followed by a consonant.
        private readonly int Measure(int end)
        {
            var (count, vowel) = (0, false);
            for (var at = 0; at < end; at++)
            {
                var consonant = IsConsonant(at);
                if (consonant && vowel) count++;
                vowel = !consonant;
            }

            return count;
        }

        private readonly bool EndsDouble(int end) => end >= 2 && _room[end - 1] == _room[end - 2] && IsConsonant(end - 1);

        // Consonant, vowel, consonant, the last none of w, x, y.
        private readonly bool EndsShort(int end)
            => end >= 3 && IsConsonant(end - 1) && !IsConsonant(end - 2) && IsConsonant(end - 3) && _room[end - 1] is not ('w' or 'x' or 'y');
    }
}
