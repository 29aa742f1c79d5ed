using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HybridAi.Curate.Projects;

/// <summary>
/// A row of a table as text, and back: one JSON object of the schema's columns in the schema's order, compact, numbers in the shortest way that stands for
/// them, missing values left out. Equal rows are equal texts, so that whatever works on texts works on rows. Nothing else knows how rows are written.
/// </summary>
public sealed class RowText
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Asked for with every row that is read, and the same as long as the definition is.
    private static readonly ConditionalWeakTable<Project, RowText> Known = [];

    private readonly byte[][] _names;

    /// <summary>Rows of these columns.</summary>
    public RowText(IReadOnlyList<ColumnDefinition> columns)
        => (Columns, _names) = (columns, [.. columns.Select(column => Encoding.UTF8.GetBytes(column.Name))]);

    /// <summary>The columns, in the schema's order.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Rows of the project; null where it has texts.</summary>
    public static RowText? Of(Project project) => project.Columns is null ? null : Known.GetValue(project, tabular => new(tabular.Columns!));

    /// <summary>The text of a row.</summary>
    /// <param name="cells">A value for each column as <see cref="ColumnValue"/> keeps it; null where it is missing.</param>
    public string Write(ReadOnlySpan<string?> cells)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            for (var i = 0; i < Columns.Count; i++)
            {
                if (cells[i] is not { } cell) continue;
                writer.WritePropertyName(_names[i]);
                if (Columns[i].Type == ColumnType.Number) writer.WriteRawValue(cell, skipInputValidation: true);
                else writer.WriteStringValue(cell);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Whether the text is a row of these columns.</summary>
    public bool IsRow(string text) => TryRead(text, new string?[Columns.Count]);

    /// <summary>
    /// Takes the values out of a row's text. One that was written for an earlier list of columns is read as far as they still are: in another order, without
    /// those that went, with those that came missing.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="cells">Takes a value for each column; all are null where the text is no such row.</param>
    /// <returns>Whether the text is a row of these columns.</returns>
    public bool TryRead(ReadOnlySpan<char> text, Span<string?> cells)
    {
        cells.Clear();
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
            if (Read(ref reader, cells)) return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // What is no JSON is no row.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        cells.Clear();
        return false;
    }

    /// <summary>
    /// The text of the row that a request gives by column, or a fault: <c>field-unknown</c>, <c>field-repeated</c>,
    /// <c>cell-not-number</c>, <c>cell-not-value</c>, <c>cell-too-long</c>, <c>cell-missing</c>, <c>row-empty</c>, <c>nul-byte</c>.
    /// </summary>
    public Outcome<string> Read(IEnumerable<KeyValuePair<string, JsonElement>> fields)
    {
        var cells = new RowCells(this);
        var seen = new bool[Columns.Count];
        foreach (var (name, value) in fields)
        {
            var place = IndexOf(name);
            if (place < 0) return Fault.BadInput("field-unknown", $"There is no column '{Shown(name)}'. The columns are {string.Join(", ", Columns.Take(30).Select(column => $"'{column.Name}'"))}.", Shown(name));
            if (seen[place]) return Fault.BadInput("field-repeated", $"The row has '{name}' twice.", name);
            seen[place] = true;
            cells.Set(place, Written(value), value.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        }

        return cells.ToText();
    }

    /// <summary>The text of the row that another text gives as a JSON object; the fault is <c>fields-not-object</c>, or as of a row by column.</summary>
    public Outcome<string> Read(string text)
    {
        try
        {
            using var fields = JsonDocument.Parse(text);
            return fields.RootElement.ValueKind == JsonValueKind.Object
                ? Read(fields.RootElement.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value)))
                : Fault.BadInput("fields-not-object", "A row is given as a JSON object of values by column.", "fields");
        }
        catch (JsonException)
        {
            return Fault.BadInput("fields-not-object", "A row is given as a JSON object of values by column.", "fields");
        }
        catch (InvalidOperationException)
        {
            return Fault.BadInput("fields-not-object", "The row holds an escape that stands for no character.", "fields");
        }
    }

    /// <summary>A value of JSON as a file of plain values would have it.</summary>
    internal static string? Written(JsonElement value)
        => value.ValueKind switch { JsonValueKind.Null => null, JsonValueKind.String => value.GetString(), _ => value.GetRawText() };

    private int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i].Name == name)
                return i;
        return -1;
    }

    private bool Read(ref Utf8JsonReader reader, Span<string?> cells)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = PlaceOf(ref reader, next);
            reader.Read();
            switch (reader.TokenType)
            {
                case not (JsonTokenType.Number or JsonTokenType.String):
                    return false;
                case var _ when place < 0:
                    continue;
                case JsonTokenType.Number when Columns[place].Type == ColumnType.Number:
                    cells[place] = Encoding.UTF8.GetString(reader.ValueSpan);
                    break;
                case JsonTokenType.String when Columns[place].Type != ColumnType.Number:
                    cells[place] = reader.GetString();
                    break;
                default:
                    return false;
            }

            next = place + 1;
        }

        return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
    }

    // Mostly in the schema's order, so that the search begins behind the column before.
    private int PlaceOf(ref Utf8JsonReader reader, int from)
    {
        for (var step = 0; step < _names.Length; step++)
        {
            var place = (from + step) % _names.Length;
            if (reader.ValueTextEquals(_names[place])) return place;
        }

        return -1;
    }

    private static string Shown(string name) => name.Length <= 60 ? name : $"{name[..60]}…";
}
