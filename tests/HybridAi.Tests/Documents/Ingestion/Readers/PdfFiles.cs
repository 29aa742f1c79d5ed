using System.Globalization;
using System.Text;

namespace HybridAi.Tests.Documents.Ingestion.Readers;

/// <summary>Small PDFs, written out by hand.</summary>
internal static class PdfFiles
{
    /// <summary>One page for each text; lines of a page are set one below the other, the first in larger letters.</summary>
    public static byte[] Of(params string[][] pages) => Of(null, pages);

    /// <summary>The same, with a further entry in the trailer.</summary>
    public static byte[] Of(string? trailer, params string[][] pages)
    {
        var objects = new List<string> { "<< /Type /Catalog /Pages 2 0 R >>", "" , "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>" };
        var kids = new List<int>();
        foreach (var lines in pages)
        {
            var content = new StringBuilder();
            for (var i = 0; i < lines.Length; i++)
                content.Append(CultureInfo.InvariantCulture, $"BT /F1 {(i == 0 ? 24 : 11)} Tf 72 {(i == 0 ? 700 : 660 - 13 * i)} Td ({lines[i]}) Tj ET\n");
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
            objects.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {objects.Count} 0 R /Resources << /Font << /F1 3 0 R >> >> >>");
            kids.Add(objects.Count);
        }

        objects[1] = $"<< /Type /Pages /Count {kids.Count} /Kids [{string.Join(' ', kids.Select(kid => $"{kid} 0 R"))}] >>";
        var pdf = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            places.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places) pdf.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
