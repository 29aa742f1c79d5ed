using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;

namespace HybridAi.Serve.Batch;

/// <summary>A file to be answered.</summary>
/// <param name="Input">The file: CSV, TSV or JSON lines, in UTF-8.</param>
/// <param name="Output">The file that is written: the same rows in the same order and format, with what was predicted behind each.</param>
/// <param name="TextColumn">The column that holds the text; null: the project's.</param>
/// <param name="Format">What is known of the format.</param>
/// <param name="Payer">Who pays besides the project.</param>
public sealed record BatchRequest(string Input, string Output, string? TextColumn, FormatHints Format, Payer Payer);

/// <summary>How far a batch is, and what it came to.</summary>
/// <param name="Id">Its id; the same after it was interrupted and resumed.</param>
/// <param name="Route">The route that it goes along from its first row to its last.</param>
/// <param name="Rows">Rows done, those with a fault among them.</param>
/// <param name="Failed">Rows without a label.</param>
/// <param name="Tiers">Rows by the tier whose answer stands.</param>
/// <param name="CostUsd">What they cost, as far as prices are known.</param>
/// <param name="Unpriced">Rows whose cost is not known.</param>
/// <param name="Bytes">Bytes of the input done.</param>
/// <param name="AllBytes">Bytes of the input.</param>
/// <param name="RowsPerSecond">Rows a second since it was started or resumed.</param>
/// <param name="SecondsLeft">Time that is left at this rate: an estimate; null before the first row.</param>
public sealed record BatchProgress(
    string Id, string Route, long Rows, long Failed, IReadOnlyDictionary<string, long> Tiers, decimal CostUsd, long Unpriced, long Bytes, long AllBytes, double RowsPerSecond,
    double? SecondsLeft);
