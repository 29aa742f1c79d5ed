using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;
using S = DocumentFormat.OpenXml.Spreadsheet;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace HybridAi.Tests.Documents.Ingestion.Readers;

/// <summary>Office documents as Microsoft's own library writes them.</summary>
internal static class OfficeFiles
{
    public static byte[] Docx(params OpenXmlElement[] content)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = "The handbook";
            document.PackageProperties.Modified = new DateTime(2024, 5, 6, 0, 0, 0, DateTimeKind.Utc);
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = new W.Styles(
                new W.Style(new W.StyleName { Val = "heading 1" }) { StyleId = "H1", Type = W.StyleValues.Paragraph },
                new W.Style(new W.StyleName { Val = "Chapter" }, new W.BasedOn { Val = "H1" }) { StyleId = "Own", Type = W.StyleValues.Paragraph });
            main.Document = new W.Document(new W.Body(content));
        }

        return stream.ToArray();
    }

    public static W.Paragraph Paragraph(string text, string? style = null)
        => new(style is null ? new W.ParagraphProperties() : new W.ParagraphProperties(new W.ParagraphStyleId { Val = style }), new W.Run(new W.Text(text)));

    public static W.Paragraph Entry(string text)
        => new(new W.ParagraphProperties(new W.NumberingProperties(new W.NumberingId { Val = 1 })), new W.Run(new W.Text(text)));

    public static W.Paragraph Hidden(string text) => new(new W.Run(new W.RunProperties(new W.Vanish()), new W.Text(text)));

    public static W.Table Table(params string[][] rows)
        => new(rows.Select(row => new W.TableRow(row.Select(cell => new W.TableCell(Paragraph(cell))))));

    /// <summary>Slides of a title and lines each; a slide whose title is null is hidden.</summary>
    public static byte[] Pptx(params (string? Title, string[] Lines)[] slides)
    {
        using var stream = new MemoryStream();
        using (var document = PresentationDocument.Create(stream, PresentationDocumentType.Presentation))
        {
            var main = document.AddPresentationPart();
            main.Presentation = new Presentation(new SlideIdList());
            foreach (var (title, lines) in slides)
            {
                var part = main.AddNewPart<SlidePart>();
                part.Slide = new Slide(new CommonSlideData(new ShapeTree(Shape(PlaceholderValues.Title, title ?? "hidden"), Shape(null, lines)))) { Show = title is not null };
                main.Presentation.SlideIdList!.Append(new SlideId { Id = (uint)(256 + main.Presentation.SlideIdList.Count()), RelationshipId = main.GetIdOfPart(part) });
            }
        }

        return stream.ToArray();
    }

    /// <summary>One sheet of texts and numbers; null leaves a cell out.</summary>
    public static byte[] Xlsx(string sheet, params object?[][] rows)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var main = document.AddWorkbookPart();
            main.Workbook = new S.Workbook();
            var styles = main.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new S.Stylesheet(new S.CellFormats(new S.CellFormat(), new S.CellFormat { NumberFormatId = 14 }));
            var part = main.AddNewPart<WorksheetPart>();
            part.Worksheet = new S.Worksheet(new S.SheetData(rows.Select((row, r) => new S.Row(row.Select((value, c) => Cell(value, $"{(char)('A' + c)}{r + 1}")).OfType<S.Cell>()))));
            main.Workbook.AppendChild(new S.Sheets(new S.Sheet { Name = sheet, SheetId = 1, Id = main.GetIdOfPart(part) }));
        }

        return stream.ToArray();
    }

    private static S.Cell? Cell(object? value, string place) => value switch
    {
        null => null,
        string text => new S.Cell(new S.InlineString(new S.Text(text))) { CellReference = place, DataType = S.CellValues.InlineString },
        DateTime day => new S.Cell(new S.CellValue(day.ToOADate())) { CellReference = place, StyleIndex = 1 },
        double number => new S.Cell(new S.CellValue(number)) { CellReference = place },
        _ => throw new ArgumentException("Texts, days and numbers alone.", nameof(value)),
    };

    private static Shape Shape(PlaceholderValues? place, params string[] lines) => new(
        new NonVisualShapeProperties(
            new NonVisualDrawingProperties { Id = 2, Name = "shape" }, new NonVisualShapeDrawingProperties(),
            new ApplicationNonVisualDrawingProperties(place is { } type ? [new PlaceholderShape { Type = type }] : Array.Empty<OpenXmlElement>())),
        new ShapeProperties(),
        new TextBody([new A.BodyProperties(), .. lines.Select(line => new A.Paragraph(new A.Run(new A.Text(line))))]));
}
