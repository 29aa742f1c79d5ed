using System.Text;
using System.Text.Json;

namespace HybridAi.Curate.Ingestion;

/// <summary>Reads one JSON object a line. A line of nothing but white space is no row.</summary>
internal class JsonLinesRowReader(Utf8Source source, int maxRowBytes) : RowReader(source, maxRowBytes)
{
    // The names of the row before: rows mostly repeat them in the same order, and then no new string is made.
    private readonly List<string> _names = [];

    private protected override async ValueTask ReadRowAsync(CancellationToken cancellation)
    {
        var seen = 0;
        while (true)
        {
            var lineBreak = Window.Held[seen..].IndexOfAny((byte)'\r', (byte)'\n');
            if (lineBreak >= 0 || Window.AtEnd)
            {
                Take(lineBreak < 0 ? Window.Held.Length : seen + lineBreak);
                return;
            }

            seen = Window.Held.Length;
            if (Window.IsFull) break;
            await Window.FillAsync(cancellation);
        }

        KeepExcerpt();
        await Window.PassLineAsync(cancellation);
        Reject(TooLong());
    }

    private protected override bool IsBlank(ReadOnlySpan<byte> row) => row.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    private protected override RowFault? Parse(ReadOnlySpan<byte> row, List<Cell> cells)
    {
        var reader = new Utf8JsonReader(row);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return NotAnObject(reader.TokenType);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (cells.Count == MaxColumns) return new RowFault("too-many-fields", $"The object holds more than {MaxColumns:N0} fields.");
                var name = NameOf(ref reader, cells.Count);
                if (cells.Exists(cell => cell.Column == name)) return new RowFault("field-repeated", "The object holds this field twice.", name);
                reader.Read();
                cells.Add(ReadCell(name, row, ref reader));
            }

            reader.Read();
            return null;
        }
        catch (JsonException exception)
        {
            return new RowFault("malformed-json", $"The line is not valid JSON from byte {exception.BytePositionInLine + 1} on.");
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a \u escape that is half of a surrogate pair.
            return new RowFault("malformed-json", $"The line holds an escape that stands for no character before byte {reader.BytesConsumed}.");
        }
    }

    private string NameOf(ref Utf8JsonReader reader, int index)
    {
        if (index < _names.Count && reader.ValueTextEquals(_names[index])) return _names[index];
        var name = reader.GetString()!;
        if (index < _names.Count) _names[index] = name;
        else _names.Add(name);
        return name;
    }

    private static Cell ReadCell(string name, ReadOnlySpan<byte> row, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new Cell(name, reader.GetString(), CellKind.Text);
            case JsonTokenType.Null:
                return new Cell(name, null, CellKind.Text);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return new Cell(name, Encoding.UTF8.GetString(row[start..(int)reader.BytesConsumed]), CellKind.Nested);
            default:
                return new Cell(name, Encoding.UTF8.GetString(reader.ValueSpan), CellKind.Plain);
        }
    }

    private static RowFault NotAnObject(JsonTokenType found)
        => new("not-an-object", $"The line holds JSON that is no object but {(found == JsonTokenType.StartArray ? "an array" : "a single value")}.");
}
