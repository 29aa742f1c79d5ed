using System.Data.Common;
using Dapper;

namespace HybridAi.Learn.Registry;

/// <summary>
/// Lets one change of a project's champion or live route happen at a time, in every process: an update of the project's first version that
/// changes nothing holds that row until the transaction ends. SQLite locks the whole database anyway, PostgreSQL the row.
/// </summary>
internal static class ProjectLock
{
    /// <summary>Waits for the lock; a fault when there is no such project.</summary>
    public static async Task<Fault?> TakeAsync(DbTransaction transaction, string project, CancellationToken cancellation)
    {
        var rows = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "UPDATE projects SET hash = hash WHERE name = @project AND version = 1", new { project }, transaction, cancellationToken: cancellation));
        return rows == 1 ? null : Fault.NotFound("project-unknown", $"There is no project '{project}'.");
    }
}
