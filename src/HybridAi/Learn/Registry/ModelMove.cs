using System.Data.Common;
using Dapper;

namespace HybridAi.Learn.Registry;

/// <summary>One change of a model's stage.</summary>
/// <param name="Seq">Its place in the history.</param>
/// <param name="Model">The model's hash.</param>
/// <param name="From">The stage before; null when it was registered.</param>
/// <param name="To">The stage after.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record ModelMove(long Seq, string Model, ModelStage? From, ModelStage To, string Reason, DateTimeOffset At)
{
    internal static async Task<IReadOnlyList<ModelMove>> ReadAsync(
        DbConnection connection, DbTransaction? transaction, string project, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM model_moves WHERE project = @project ORDER BY seq", new { project }, transaction, cancellationToken: cancellation));
        return [.. rows.Select(row => new ModelMove(row.Seq, row.Model, row.FromStage, row.ToStage, row.Reason, row.CreatedAt))];
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string Model { get; init; } = "";
        public ModelStage? FromStage { get; init; }
        public ModelStage ToStage { get; init; }
        public string Reason { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
    }
}
