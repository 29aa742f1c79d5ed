using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Unicode's composed form (NFC): a letter and its mark as one character, Hangul's parts as one syllable. The product runs without ICU
/// (InvariantGlobalization), where <see cref="string.Normalize()"/> leaves texts as they are.
/// </summary>
/// <remarks>
/// Made from Unicode's canonical decompositions (UAX 15): the pairs below compose, and marks behind one letter are brought into the order of their
/// classes. Classes are known for the block of combining diacritics (U+0300 to U+036F); marks of other blocks keep the order they came in, and
/// compatibility ideographs stay as they are.
/// </remarks>
internal static class Composition
{
    private const char FirstMark = '\u0300';
    private const char LastMark = '\u036F';

    // For each mark, the letters before it and what both make together.
    private const string Pairs =
        """
        0300:AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳ¨῭ÂẦÊỀÔỒÜǛâầêềôồüǜĂẰăằĒḔēḕŌṐōṑƠỜơờƯỪưừΑᾺΕῈΗῊΙῚΟῸΥῪΩῺαὰεὲηὴιὶοὸυὺωὼϊῒϋῢЕЀИЍеѐиѝἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻὀὂ
        0300:ὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫ᾿῍῾῝
        0301:AÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź¨΅ÂẤÅǺÆǼÇḈÊẾÏḮÔỐÕṌØǾÜǗâấåǻæǽçḉêếïḯôốõṍøǿüǘĂẮăắĒḖēḗŌṒōṓŨṸũṹƠỚơớƯỨưứΑΆΕΈΗΉΙΊΟΌ
        0301:ΥΎΩΏαάεέηήιίοόυύωώϊΐϋΰϒϓГЃКЌгѓкќἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ᾿῎῾῞
        0302:AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑẠẬạậẸỆẹệỌỘọộ 0303:AÃEẼIĨNÑOÕUŨVṼYỸaãeẽiĩnñoõuũvṽyỹÂẪÊỄÔỖâẫêễôỗĂẴăẵƠỠơỡƯỮưữ
        0304:AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳÄǞÆǢÕȬÖȪÜǕäǟæǣõȭöȫüǖǪǬǫǭȦǠȧǡȮȰȯȱΑᾹΙῙΥῩαᾱιῑυῡИӢУӮиӣуӯḶḸḷḹṚṜṛṝ
        0306:AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭȨḜȩḝΑᾸΙῘΥῨαᾰιῐυῠАӐЕӖЖӁИЙУЎаӑеӗжӂийуўẠẶạặ
        0307:AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżŚṤśṥŠṦšṧſẛṢṨṣṩ
        0308:AÄEËHḦIÏOÖUÜWẄXẌYŸaäeëhḧiïoötẗuüwẅxẍyÿÕṎõṏŪṺūṻΙΪΥΫιϊυϋϒϔІЇАӒЕЁЖӜЗӞИӤОӦУӰЧӴЫӸЭӬаӓеёжӝзӟиӥоӧуӱчӵыӹэӭіїӘӚәӛӨӪөӫ
        0309:AẢEẺIỈOỎUỦYỶaảeẻiỉoỏuủyỷÂẨÊỂÔỔâẩêểôổĂẲăẳƠỞơởƯỬưử 030a:AÅUŮaåuůwẘyẙ 030b:OŐUŰoőuűУӲуӳ
        030c:AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžÜǙüǚƷǮʒǯ 030f:AȀEȄIȈOȌRȐUȔaȁeȅiȉoȍrȑuȕѴѶѵѷ 0311:AȂEȆIȊOȎRȒUȖaȃeȇiȋoȏrȓuȗ
        0313:ΑἈΕἘΗἨΙἸΟὈΩὨαἀεἐηἠιἰοὀρῤυὐωὠ 0314:ΑἉΕἙΗἩΙἹΟὉΡῬΥὙΩὩαἁεἑηἡιἱοὁρῥυὑωὡ 031b:OƠUƯoơuư
        0323:AẠBḄDḌEẸHḤIỊKḲLḶMṂNṆOỌRṚSṢTṬUỤVṾWẈYỴZẒaạbḅdḍeẹhḥiịkḳlḷmṃnṇoọrṛsṣtṭuụvṿwẉyỵzẓƠỢơợƯỰưự 0324:UṲuṳ 0325:AḀaḁ 0326:SȘTȚsștț
        0327:CÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢcçdḑeȩgģhḩkķlļnņrŗsştţ 0328:AĄEĘIĮOǪUŲaąeęiįoǫuų 032d:DḒEḘLḼNṊTṰUṶdḓeḙlḽnṋtṱuṷ 032e:HḪhḫ 0330:EḚIḬUṴeḛiḭuṵ
        0331:BḆDḎKḴLḺNṈRṞTṮZẔbḇdḏhẖkḵlḻnṉrṟtṯzẕ 0338:<≮=≠>≯←↚→↛↔↮⇐⇍⇒⇏⇔⇎∃∄∈∉∋∌∣∤∥∦∼≁≃≄≅≇≈≉≍≭≡≢≤≰≥≱≲≴≳≵≶≸≷≹≺⊀≻⊁≼⋠≽⋡⊂⊄⊃⊅⊆⊈⊇⊉⊑⋢⊒⋣⊢⊬⊨⊭⊩⊮⊫⊯⊲⋪⊳⋫⊴⋬⊵⋭
        0342:¨῁αᾶηῆιῖυῦωῶϊῗϋῧἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯ᾿῏῾῟
        0345:ΑᾼΗῌΩῼάᾴήῄαᾳηῃωῳώῴἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲὴῂὼῲᾶᾷῆῇῶῷ 0653:اآ
        0654:اأوؤيئہۂےۓەۀ 0655:اإ 093c:नऩरऱळऴ 09be:েো 09d7:েৌ 0b3e:େୋ 0b56:େୈ 0b57:େୌ 0bbe:ெொேோ 0bd7:ஒஔெௌ 0c56:ెై 0cc2:ೆೊ 0cd5:ಿೀೆೇೊೋ 0cd6:ೆೈ 0d3e:െൊേോ
        0d57:െൌ 0dca:ෙේොෝ 0dcf:ෙො 0ddf:ෙෞ 102e:ဥဦ 1b35:ᬅᬆᬇᬈᬉᬊᬋᬌᬍᬎᬑᬒᬺᬻᬼᬽᬾᭀᬿᭁᭂᭃ
        3099:うゔかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどはばひびふぶへべほぼゝゞウヴカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボワヷヰヸヱヹヲヺヽヾ 309a:はぱひぴふぷへぺほぽハパヒピフプヘペホポ
        """;

    // Characters that are another one written twice in Unicode.
    private const string Same =
        "0340̀ 0341́ 0343̓ 0374ʹ 037e; 0387· 1f71ά 1f73έ 1f75ή 1f77ί 1f79ό 1f7bύ 1f7dώ 1fbbΆ 1fbeι 1fc9Έ 1fcbΉ 1fd3ΐ 1fdbΊ 1fe3ΰ 1febΎ 1fee΅ 1fef` 1ff9Ό 1ffbΏ 1ffd´ 2000  2001  2126Ω 212aK 212bÅ 2329〈 232a〉";

    // Order of the marks of U+0300 to U+036F, one digit each; 0 composes across nothing.
    private const string Classes =
        "3333333333333333333334222241222221122221122222222222000002222333333334322233322033322223422344444443333333333333";

    private static readonly FrozenDictionary<int, char> Composed = ReadPairs().ToFrozenDictionary();
    private static readonly FrozenDictionary<char, char> Singles = Same.Split(' ').ToFrozenDictionary(entry => Hex(entry), entry => entry[4]);

    /// <summary>The text in composed form.</summary>
    public static string Compose(string text)
    {
        if (!NeedsWork(text)) return text;
        var units = text.ToCharArray();
        Order(units);
        var composed = new StringBuilder(text.Length);
        var starter = -1;
        var blockedBy = 0;
        foreach (var raw in units)
        {
            var unit = Singles.GetValueOrDefault(raw, raw);
            var rank = ClassOf(unit);
            if (starter >= 0 && (rank == 0 ? composed.Length - 1 == starter : rank > blockedBy) && Pair(composed[starter], unit) is { } both)
            {
                composed[starter] = both;
                continue;
            }

            composed.Append(unit);
            if (rank == 0) (starter, blockedBy) = (composed.Length - 1, 0);
            else blockedBy = Math.Max(blockedBy, rank);
        }

        return composed.ToString();
    }

    private static bool NeedsWork(string text)
    {
        foreach (var unit in text)
        {
            if (unit >= FirstMark && (unit <= LastMark || Marks.Contains(unit) || Singles.ContainsKey(unit) || unit is >= '\u1161' and <= '\u11C2')) return true;
        }

        return false;
    }

    // Marks with a class are sorted by it, stably; a run of them is short.
    private static void Order(char[] units)
    {
        for (var i = 1; i < units.Length; i++)
        {
            for (var j = i; j > 0 && i - j < 32 && ClassOf(units[j]) is > 0 and var rank && ClassOf(units[j - 1]) > rank; j--)
                (units[j - 1], units[j]) = (units[j], units[j - 1]);
        }
    }

    private static int ClassOf(char unit) => unit is >= FirstMark and <= LastMark ? Classes[unit - FirstMark] - '0' : 0;

    private static char? Pair(char first, char second)
    {
        // Hangul by arithmetic: a leading consonant and a vowel, then a trailing consonant (Unicode, section 3.12).
        if (first is >= '\u1100' and <= '\u1112' && second is >= '\u1161' and <= '\u1175')
            return (char)(0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28);
        if (first is >= '\uAC00' and <= '\uD7A3' && (first - 0xAC00) % 28 == 0 && second is > '\u11A7' and <= '\u11C2') return (char)(first + second - 0x11A7);
        return Composed.TryGetValue(first << 16 | second, out var both) ? both : null;
    }

    private static readonly FrozenSet<char> Marks = Composed.Keys.Select(pair => (char)(pair & 0xFFFF)).ToFrozenSet();

    private static Dictionary<int, char> ReadPairs()
    {
        var pairs = new Dictionary<int, char>();
        foreach (var entry in Pairs.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = Hex(entry);
            for (var i = 5; i + 1 < entry.Length; i += 2) pairs[entry[i] << 16 | mark] = entry[i + 1];
        }

        return pairs;
    }

    private static char Hex(string entry) => (char)int.Parse(entry.AsSpan(0, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
