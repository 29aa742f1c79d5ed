using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>The finished imports of all projects.</summary>
public sealed class ImportStore(IDatabase database)
{
    /// <summary>Adds one.</summary>
    public async Task AddAsync(ImportReport report, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO imports (id, project, report, ended_at) VALUES (@Id, @Project, @report, @EndedAt)",
            new { report.Id, report.Project, report = Json.Write(report), report.EndedAt }, cancellationToken: cancellation));
    }

    /// <summary>The import of this id in the project, or a fault.</summary>
    public async Task<Outcome<ImportReport>> FindAsync(string project, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var report = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT report FROM imports WHERE project = @project AND id = @id", new { project, id }, cancellationToken: cancellation));
        return report is null ? Fault.NotFound("import-unknown", $"There is no import '{id}' in '{project}'.") : Json.Read<ImportReport>(report);
    }
}
