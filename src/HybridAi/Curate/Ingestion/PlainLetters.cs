using System.Collections.Frozen;

namespace HybridAi.Curate.Ingestion;

/// <summary>
/// The plain letters and digits behind accented, full-width, ringed, raised and joined ones of the Latin, Greek, Cyrillic and Japanese
/// scripts. The product runs without ICU (InvariantGlobalization), where <see cref="string.Normalize()"/> leaves texts as they are.
/// </summary>
internal static class PlainLetters
{
    // Plain form, colon, the lower-case characters it stands behind: Unicode's compatibility decomposition (NFKD) without its marks.
    private const string Table =
        """
        0:⁰₀⓪０ 1:¹₁①１ 2:²₂②２ 3:³₃③３ 4:⁴₄④４ 5:⁵₅⑤５ 6:⁶₆⑥６ 7:⁷₇⑦７ 8:⁸₈⑧８ 9:⁹₉⑨９ a:ªàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặₐⓐａ b:ḃḅḇℬⓑｂ
        c:çćĉċčḉℂℭⅽⓒｃ d:ďḋḍḏḑḓⅅⅆⅾⓓｄ e:èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệₑℯℰⅇⓔｅ f:ḟℱⓕｆ g:ĝğġģǧǵḡℊⓖｇ h:ĥȟḣḥḧḩḫẖₕℋℌℍℎⓗｈ
        i:ìíîïĩīĭįİǐȉȋḭḯỉịⁱℐℑℹⅈⅰⓘｉ j:ĵǰⅉⓙｊ k:ķǩḱḳḵₖⓚｋ l:ĺļľḷḹḻḽₗℒℓⅼⓛｌ m:ḿṁṃₘℳⅿⓜｍ n:ñńņňǹṅṇṉṋⁿₙℕⓝｎ
        o:ºòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợₒℴⓞｏ p:ṕṗₚℙⓟｐ q:ℚⓠｑ r:ŕŗřȑȓṙṛṝṟℛℜℝⓡｒ s:śŝşšſșṡṣṥṧṩẛₛⓢｓ t:ţťțṫṭṯṱẗₜⓣｔ
        u:ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữựⓤｕ v:ṽṿⅴⓥｖ w:ŵẁẃẅẇẉẘⓦｗ x:ẋẍₓⅹⓧｘ y:ýÿŷȳẏẙỳỵỷỹⓨｙ z:źżžẑẓẕℤℨⓩｚ æ:ǣǽ ø:ǿ ħ:ℏ ə:ₔ ɛ:ℇ ʒ:ǯ ʹ:ʹ
        α:άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ β:ϐ γ:ℽℾ ε:έϵἐἑἒἓἔἕὲέ η:ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ θ:ϑ ι:ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ κ:ϰ μ:µ
        ο:όὀὁὂὃὄὅὸό π:ϖℼℿ ρ:ϱῤῥ ς:ϲ υ:ΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ φ:ϕ ω:ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ а:ӑӓ г:ѓ е:ѐёӗ ж:ӂӝ з:ӟ и:йѝӣӥ к:ќ
        о:ӧ у:ўӯӱӳ ч:ӵ ы:ӹ э:ӭ і:ї ѵ:ѷ ә:ӛ ө:ӫ う:ゔ か:が き:ぎ く:ぐ け:げ こ:ご さ:ざ し:じ す:ず せ:ぜ そ:ぞ た:だ ち:ぢ つ:づ て:で と:ど は:ばぱ ひ:びぴ ふ:ぶぷ
        へ:べぺ ほ:ぼぽ ゝ:ゞ ァ:ｧ ア:ｱ ィ:ｨ イ:ｲ ゥ:ｩ ウ:ヴｳ ェ:ｪ エ:ｴ ォ:ｫ オ:ｵ カ:ガｶ キ:ギｷ ク:グｸ ケ:ゲｹ コ:ゴｺ サ:ザｻ シ:ジｼ ス:ズｽ セ:ゼｾ ソ:ゾｿ タ:ダﾀ チ:ヂﾁ ッ:ｯ
        ツ:ヅﾂ テ:デﾃ ト:ドﾄ ナ:ﾅ ニ:ﾆ ヌ:ﾇ ネ:ﾈ ノ:ﾉ ハ:バパﾊ ヒ:ビピﾋ フ:ブプﾌ ヘ:ベペﾍ ホ:ボポﾎ マ:ﾏ ミ:ﾐ ム:ﾑ メ:ﾒ モ:ﾓ ャ:ｬ ヤ:ﾔ ュ:ｭ ユ:ﾕ ョ:ｮ ヨ:ﾖ ラ:ﾗ リ:ﾘ ル:ﾙ
        レ:ﾚ ロ:ﾛ ワ:ヷﾜ ヰ:ヸ ヱ:ヹ ヲ:ヺｦ ン:ﾝ ー:ｰ ヽ:ヾ 10:⑩ 11:⑪ 12:⑫ 13:⑬ 14:⑭ 15:⑮ 16:⑯ 17:⑰ 18:⑱ 19:⑲ 20:⑳ aʾ:ẚ dz:ǆǳ ff:ﬀ fi:ﬁ fl:ﬂ
        ii:ⅱ ij:ĳ iv:ⅳ ix:ⅸ lj:ǉ nj:ǌ no:№ sm:℠ st:ﬅﬆ tm:™ vi:ⅵ xi:ⅺ ʼn:ŉ より:ゟ コト:ヿ fax:℻ ffi:ﬃ ffl:ﬄ iii:ⅲ tel:℡ vii:ⅶ xii:ⅻ
        viii:ⅷ
        """;

    private static readonly FrozenDictionary<char, string> Plain = Read().ToFrozenDictionary();

    /// <summary>The longest plain form.</summary>
    public const int MaxLength = 4;

    /// <summary>The plain form of a lower-case character; null where it is its own.</summary>
    public static string? Of(char lower) => Plain.GetValueOrDefault(lower);

    /// <summary>Whether <paramref name="character"/> is a mark that the plain forms are without: accents, and the sound marks of kana.</summary>
    public static bool IsAccent(char character) => character is (>= '\u0300' and <= '\u036F') or '\u3099' or '\u309A' or '\uFF9E' or '\uFF9F';

    private static Dictionary<char, string> Read()
    {
        var plain = new Dictionary<char, string>();
        foreach (var entry in Table.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            foreach (var character in entry[(colon + 1)..]) plain[character] = entry[..colon];
        }

        return plain;
    }
}
