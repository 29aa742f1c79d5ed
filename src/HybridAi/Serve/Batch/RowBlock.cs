namespace HybridAi.Serve.Batch;

/// <summary>Whole rows of a file, as they stand there.</summary>
/// <param name="Number">Its place among the blocks of this run, from 0.</param>
/// <param name="FirstRow">The number of its first row in the file, from 1.</param>
/// <param name="Bytes">The rows' bytes with what ends them; rented, and longer than the rows.</param>
/// <param name="Rows">Where each row begins and how long it is, without what ends it.</param>
/// <param name="End">How many bytes of the file lie before the end of the block.</param>
internal sealed record RowBlock(int Number, long FirstRow, byte[] Bytes, IReadOnlyList<RowPlace> Rows, long End);

/// <summary>Where a row stands in its block.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length; 0 for a row that was too long to be held.</param>
/// <param name="State">Whether it can be read.</param>
internal readonly record struct RowPlace(int Start, int Length, RowState State);

/// <summary>Whether a row can be read.</summary>
internal enum RowState : byte
{
    /// <summary>It can.</summary>
    Whole,

    /// <summary>A quote is never closed, or something other than a delimiter follows a closing one.</summary>
    Broken,

    /// <summary>It is longer than is held; none of its bytes are here.</summary>
    TooLong,
}
