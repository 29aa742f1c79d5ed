using System.Data.Common;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>What a report is about.</summary>
/// <param name="Projects">The projects' names.</param>
/// <param name="From">From this moment on; null: from the first.</param>
/// <param name="Until">Before this moment; null: to the last.</param>
public sealed record ReportScope(IReadOnlyList<string> Projects, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>Questions to the database within one scope. The database adds up; only the sums come here.</summary>
internal sealed class ScopedQueries(DbConnection connection, ReportScope scope, CancellationToken cancellation)
{
    /// <summary>The condition that keeps a table's lines to the scope. Bounds are text in the one format that sorts by time; open ends lie outside of all of them.</summary>
    /// <param name="table">The table's name in the question, with its point.</param>
    /// <param name="at">Its column of time.</param>
    public string Within(string table = "", string at = "at")
        => $"{table}project IN {InList.Add(new(), "project", scope.Projects)} AND {table}{at} >= @from AND {table}{at} < @until";

    /// <summary>The lines of an answer.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? more = null)
        => (await connection.QueryAsync<T>(new CommandDefinition(sql, Parameters(more), cancellationToken: cancellation))).AsList();

    /// <summary>The one line of an answer.</summary>
    public async Task<T> SingleAsync<T>(string sql, object? more = null)
        => await connection.QuerySingleAsync<T>(new CommandDefinition(sql, Parameters(more), cancellationToken: cancellation));

    private DynamicParameters Parameters(object? more)
    {
        var parameters = new DynamicParameters(more);
        InList.Add(parameters, "project", scope.Projects);
        parameters.AddDynamicParams(new { from = scope.From ?? DateTimeOffset.MinValue, until = scope.Until ?? DateTimeOffset.MaxValue });
        return parameters;
    }
}
