using System.ComponentModel.DataAnnotations;

namespace HybridAi.Documents.Ingestion;

/// <summary>How documents are taken in, and the bounds of it.</summary>
public sealed class DocumentOptions : IValidatableObject
{
    /// <summary>A larger file is refused whole, in bytes.</summary>
    [Range(1L, 1L << 40)]
    public long MaxFileBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>A document with a longer text is refused.</summary>
    [Range(1_000, 200_000_000)]
    public int MaxTextCharacters { get; set; } = 20_000_000;

    /// <summary>What a packed file (docx, pptx, xlsx) may hold in all when it is unpacked, in bytes.</summary>
    [Range(1L << 20, 1L << 36)]
    public long MaxExpandedBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>How many times larger than the file its unpacked content may be; what unpacks to less than 1 MB always may.</summary>
    [Range(2, 1_000)]
    public int MaxExpansion { get; set; } = 100;

    /// <summary>The program that reads PDF: pdftotext of poppler-utils, as a name on the path or a full path.</summary>
    [Required]
    public string PdfToText { get; set; } = "pdftotext";

    /// <summary>The program that draws pages of PDF: pdftoppm of poppler-utils, as a name on the path or a full path.</summary>
    [Required]
    public string PdfToPpm { get; set; } = "pdftoppm";

    /// <summary>How long reading one PDF may take, in seconds.</summary>
    [Range(0.1, 3_600)]
    public double PdfSeconds { get; set; } = 120;

    /// <summary>How much memory reading one PDF may use, in megabytes.</summary>
    [Range(64, 65_536)]
    public int PdfMegabytes { get; set; } = 2_048;

    /// <summary>A passage is not ended at a block's end before it has so many characters.</summary>
    [Range(50, 20_000)]
    public int MinPassageCharacters { get; set; } = 1_000;

    /// <summary>A passage has at most so many characters, the headings it begins with aside.</summary>
    [Range(100, 40_000)]
    public int MaxPassageCharacters { get; set; } = 1_500;

    /// <summary>From which share of common word sequences on two documents with the same numbers are one (Jaccard, of sequences of five words); 1 leaves equal texts alone.</summary>
    [Range(0.5, 1.0)]
    public double NearDuplicate { get; set; } = 0.95;

    /// <summary>Whether documents may be fetched from public addresses that a caller names.</summary>
    public bool AllowUrls { get; set; }

    /// <summary>How long fetching a document may take, in seconds.</summary>
    [Range(0.1, 600)]
    public double UrlSeconds { get; set; } = 30;

    /// <summary>Folders whose files are documents: what is new or changed there is taken in, what is gone is removed.</summary>
    public IList<string> WatchedFolders { get; } = [];

    /// <summary>How often watched folders are looked through, in seconds; changes that the system tells of are seen at once.</summary>
    [Range(0.1, 86_400)]
    public double WatchSeconds { get; set; } = 30;

    /// <summary>What reading one document may cost.</summary>
    internal ReadLimits ReadLimits => new(MaxTextCharacters, MaxExpandedBytes, MaxExpansion, TimeSpan.FromSeconds(PdfSeconds), PdfMegabytes * (1L << 20));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MinPassageCharacters > MaxPassageCharacters)
            yield return new("HybridAi:Documents:MinPassageCharacters is at most HybridAi:Documents:MaxPassageCharacters.", [nameof(MinPassageCharacters)]);
    }
}
