using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Serve.Batch;

/// <summary>How a row's text is found, and how its answer is put behind it. A row's own bytes go into the output as they came.</summary>
/// <param name="format">What the file was found to be.</param>
/// <param name="textColumn">The column of the text; of no matter to rows.</param>
/// <param name="rows">The rows that make up the text; null where a column holds it.</param>
/// <param name="model">The model's hash, as far as it is written.</param>
/// <param name="route">The route's hash, as far as it is written.</param>
internal sealed class RowFormat(FoundFormat format, string textColumn, RowText? rows, string model, string route)
{
    private static readonly string[] Columns = ["predicted_label", "predicted_reliability", "predicted_tier", "predicted_model", "predicted_route", "predicted_cost_usd", "predicted_fault"];

    private readonly byte _delimiter = (byte)(format.Delimiter ?? ',');
    private readonly byte? _quote = (byte?)format.Quote;
    private readonly int _column = format.Columns.ToList().IndexOf(textColumn);
    private readonly byte[] _name = Encoding.UTF8.GetBytes(textColumn);
    private readonly int[] _placeOfField = rows is null ? [] : Places(format, rows);

    private bool IsJson => format.Format == SourceFormat.JsonLines;

    /// <summary>The header of the output behind that of the input; empty where there is none.</summary>
    public byte[] Header(ReadOnlySpan<byte> header)
    {
        var all = new StringBuilder(Encoding.UTF8.GetString(header).TrimEnd('\r', '\n'));
        foreach (var column in Columns) all.Append((char)_delimiter).Append(column);
        return Encoding.UTF8.GetBytes(all.Append('\n').ToString());
    }

    /// <summary>The text of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="chars">Takes the text; grows as need be.</param>
    /// <param name="length">How long it is.</param>
    /// <returns>The code of what is wrong with the row; null where nothing is.</returns>
    public string? Read(ReadOnlySpan<byte> row, ref char[] chars, out int length)
    {
        length = 0;
        if (rows is not null) return ReadRow(row, rows, ref chars, out length);
        if (IsJson) return ReadJson(row, ref chars, out length);
        var (value, quoted, count) = Find(row);
        if (count != format.Columns.Count) return "wrong-field-count";
        if (chars.Length < value.Length) chars = new char[value.Length];
        if (Utf8.ToUtf16(value, chars, out _, out length, replaceInvalidSequences: false) != OperationStatus.Done) return "invalid-encoding";
        if (quoted) length = Unescape(chars.AsSpan(0, length));
        return null;
    }

    private string? ReadRow(ReadOnlySpan<byte> row, RowText inputs, ref char[] chars, out int length)
    {
        length = 0;
        if (!Utf8.IsValid(row)) return "invalid-encoding";
        var cells = new RowCells(inputs);
        if ((IsJson ? SetJson(row, inputs, cells) : SetDelimited(row, cells)) is { } unread) return unread;
        if (!cells.ToText().Succeeded(out var text, out var fault)) return fault.Code;
        if (chars.Length < text.Length) chars = new char[text.Length];
        text.CopyTo(chars);
        length = text.Length;
        return null;
    }

    private static int[] Places(FoundFormat format, RowText inputs)
    {
        var place = inputs.Columns.Index().ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
        return [.. format.Columns.Select(name => place.GetValueOrDefault(name, -1))];
    }

    private string? SetDelimited(ReadOnlySpan<byte> row, RowCells cells)
    {
        var (at, count) = (0, 0);
        while (true)
        {
            var (place, quoted, next) = ValueAt(row, at);
            if (count < _placeOfField.Length && _placeOfField[count] is >= 0 and var column)
            {
                var text = Encoding.UTF8.GetString(row[place]);
                cells.Set(column, quoted ? text.Replace(new string((char)_quote!, 2), ((char)_quote).ToString(), StringComparison.Ordinal) : text, nested: false);
            }

            count++;
            if (next > row.Length) return count == format.Columns.Count ? null : "wrong-field-count";
            at = next;
        }
    }

    private static string? SetJson(ReadOnlySpan<byte> row, RowText inputs, RowCells cells)
    {
        try
        {
            var reader = new Utf8JsonReader(row);
            using var read = JsonDocument.ParseValue(ref reader);
            if (read.RootElement.ValueKind != JsonValueKind.Object) return "not-an-object";
            if (reader.Read()) return "malformed-json";
            for (var i = 0; i < inputs.Columns.Count; i++)
            {
                if (!read.RootElement.TryGetProperty(inputs.Columns[i].Name, out var value)) continue;
                cells.Set(i, RowText.Written(value), value.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
            }

            return null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return "malformed-json";
        }
    }

    /// <summary>Puts a row and its answer into the output.</summary>
    public void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> row, BatchAnswer answer)
    {
        if (IsJson)
        {
            WriteJson(output, row, answer);
            return;
        }

        // A row that could not be held is there with its place and nothing in it.
        if (row.IsEmpty) output.GetSpan(format.Columns.Count)[..(format.Columns.Count - 1)].Fill(_delimiter);
        if (row.IsEmpty) output.Advance(format.Columns.Count - 1);
        output.Write(row);
        Put(output, answer.Label);
        Put(output, answer.Label is null ? null : answer.Reliability);
        Put(output, answer.Tier);
        Put(output, model);
        Put(output, route);
        Put(output, answer.CostUsd is { } cost ? cost.ToString("0.#########", CultureInfo.InvariantCulture) : null);
        Put(output, answer.Fault);
        output.Write("\n"u8);
    }

    private void Put(ArrayBufferWriter<byte> output, string? value)
    {
        output.Write([_delimiter]);
        if (value is null) return;
        if (value.AsSpan().IndexOfAny([(char)_delimiter, '"', '\n', '\r']) >= 0) value = $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        output.Advance(Encoding.UTF8.GetBytes(value, output.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length))));
    }

    private void Put(ArrayBufferWriter<byte> output, double? value)
    {
        output.Write([_delimiter]);
        if (value is not { } known) return;
        Utf8Formatter.TryFormat(known, output.GetSpan(32), out var written, new StandardFormat('F', 6));
        output.Advance(written);
    }

    private (Range Value, bool Quoted, int Count) FindPlace(ReadOnlySpan<byte> row)
    {
        var (at, count, found, quotedValue) = (0, 0, default(Range), false);
        while (true)
        {
            var (place, quoted, next) = ValueAt(row, at);
            if (count == _column) (found, quotedValue) = (place, quoted);
            count++;
            if (next > row.Length) return (found, quotedValue, count);
            at = next;
        }
    }

    // The value that begins here, and where the next one does: behind the row's end where there is none.
    private (Range Place, bool Quoted, int Next) ValueAt(ReadOnlySpan<byte> row, int start)
    {
        var (at, quoted) = (start, start < row.Length && row[start] == _quote);
        if (quoted) at = EndOfQuoted(row, at);
        var end = row[at..].IndexOf(_delimiter) is >= 0 and var next ? at + next : row.Length;
        return (quoted ? (start + 1)..(at - 1) : start..end, quoted, end + 1);
    }

    private Value Find(ReadOnlySpan<byte> row)
    {
        var (place, quoted, count) = FindPlace(row);
        return new(row[place], quoted, count);
    }

    // Behind the closing quote; the row is whole, so there is one.
    private int EndOfQuoted(ReadOnlySpan<byte> row, int at)
    {
        for (at++; at < row.Length; at++)
        {
            var close = row[at..].IndexOf(_quote!.Value);
            if (close < 0) return row.Length;
            at += close;
            if (at + 1 >= row.Length || row[at + 1] != _quote) return at + 1;
            at++;
        }

        return row.Length;
    }

    private int Unescape(Span<char> text)
    {
        var (quote, to) = ((char)_quote!.Value, 0);
        for (var from = 0; from < text.Length; from++)
        {
            text[to++] = text[from];
            if (text[from] == quote && from + 1 < text.Length && text[from + 1] == quote) from++;
        }

        return to;
    }

    private string? ReadJson(ReadOnlySpan<byte> row, ref char[] chars, out int length)
    {
        length = 0;
        var reader = new Utf8JsonReader(row);
        string? found = "column-missing";
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "not-an-object";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var wanted = reader.ValueTextEquals(_name);
                reader.Read();
                if (wanted)
                {
                    if (reader.TokenType != JsonTokenType.String) return "not-a-text";
                    if (chars.Length < reader.ValueSpan.Length) chars = new char[reader.ValueSpan.Length];
                    (length, found) = (reader.CopyString(chars), null);
                }
                else reader.Skip();
            }

            return reader.Read() ? "malformed-json" : found;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return "malformed-json";
        }
    }

    private void WriteJson(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> row, BatchAnswer answer)
    {
        var end = row.LastIndexOf((byte)'}');
        var isObject = answer.Fault is not ("not-an-object" or "malformed-json" or RowTooLong) && end >= 0;
        // What is no object can't take a further field: it stands in one, as a text.
        if (isObject) output.Write(row[..end].TrimEnd((byte)' '));
        else output.Write(Encoding.UTF8.GetBytes($"{{\"line\":{Json.Write(Encoding.UTF8.GetString(row))}"));
        if (!isObject || row[1..end].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) output.Write(","u8);
        output.Write(Encoding.UTF8.GetBytes($"\"prediction\":{Json.Write(new
        {
            answer.Label, Reliability = answer.Label is null ? (double?)null : Math.Round(answer.Reliability, 6), answer.Tier, Model = model, Route = route, answer.CostUsd, answer.Fault,
        })}}}\n"));
    }

    /// <summary>The code of a row that was too long to be held.</summary>
    public const string RowTooLong = "row-too-long";

    private readonly ref struct Value(ReadOnlySpan<byte> bytes, bool quoted, int count)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public void Deconstruct(out ReadOnlySpan<byte> value, out bool isQuoted, out int fields)
        {
            value = _bytes;
            (isQuoted, fields) = (quoted, count);
        }
    }
}
