using Dapper;
using HybridAi.Storage;

namespace HybridAi.Serve.Monitoring;

/// <summary>The sampled texts of all projects, for as long as they are kept.</summary>
public sealed class ServedTextStore(IDatabase database)
{
    /// <summary>Adds texts, in one transaction.</summary>
    public async Task AddAsync(IReadOnlyCollection<ServedText> texts, CancellationToken cancellation)
    {
        if (texts.Count == 0) return;
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO served_texts (project, route, model, text, label, confidence, at) VALUES (@Project, @Route, @Model, @Text, @Label, @Confidence, @At)",
            texts, transaction.Inner, cancellationToken: cancellation));
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The projects that have texts from a moment on, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<string>(new CommandDefinition("SELECT DISTINCT project FROM served_texts ORDER BY project", cancellationToken: cancellation))];
    }

    /// <summary>The texts of a project from a moment on, oldest first.</summary>
    public async Task<IReadOnlyList<ServedText>> SinceAsync(string project, DateTimeOffset from, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM served_texts WHERE project = @project AND at >= @from ORDER BY seq", new { project, from }, cancellationToken: cancellation));
        return [.. rows.Select(row => new ServedText(row.Project, row.Route, row.Model, row.Text, row.Label, row.Confidence, row.At))];
    }

    /// <summary>Deletes what is older, of all projects.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition("DELETE FROM served_texts WHERE at < @before", new { before }, cancellationToken: cancellation));
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string Route { get; init; } = "";
        public string Model { get; init; } = "";
        public string Text { get; init; } = "";
        public string? Label { get; init; }
        public double? Confidence { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
