using Dapper;
using HybridAi.Storage;

namespace HybridAi.Curate.Projects;

/// <summary>The projects and all their versions.</summary>
public sealed class ProjectStore(IDatabase database, TimeProvider clock)
{
    /// <summary>Saves the definition: a new version where it differs from the newest, otherwise the newest as it stands.</summary>
    public async Task<ProjectVersion> SaveAsync(Project project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var newest = await connection.QueryFirstOrDefaultAsync<Row>(
            "SELECT * FROM projects WHERE name = @Name ORDER BY version DESC LIMIT 1", new { project.Name }, transaction.Inner);
        var hash = project.Hash();
        if (newest?.Hash == hash) return newest.ToVersion();
        var row = new Row
        {
            Name = project.Name, Version = (newest?.Version ?? 0) + 1, Hash = hash, Definition = Json.Write(project), CreatedAt = clock.GetUtcNow(),
        };
        await connection.ExecuteAsync(
            "INSERT INTO projects (name, version, hash, definition, created_at) VALUES (@Name, @Version, @Hash, @Definition, @CreatedAt)", row, transaction.Inner);
        await transaction.CommitAsync(cancellation);
        return row.ToVersion();
    }

    /// <summary>The newest version of a project, or a fault that names the projects there are.</summary>
    public async Task<Outcome<ProjectVersion>> FindAsync(string name, CancellationToken cancellation)
    {
        var all = await ListAsync(cancellation);
        if (all.FirstOrDefault(version => version.Definition.Name == name) is { } found) return found;
        var known = all.Count == 0 ? "There are no projects yet." : $"Known: {string.Join(", ", all.Select(version => version.Definition.Name))}.";
        return Fault.NotFound("project-unknown", $"There is no project '{name}'. {known}");
    }

    /// <summary>The newest version of every project, by name.</summary>
    public async Task<IReadOnlyList<ProjectVersion>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT p.* FROM projects p WHERE version = (SELECT MAX(version) FROM projects q WHERE q.name = p.name) ORDER BY name",
            cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToVersion())];
    }

    /// <summary>All versions of one project, newest first.</summary>
    public async Task<IReadOnlyList<ProjectVersion>> VersionsAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM projects WHERE name = @name ORDER BY version DESC", new { name }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToVersion())];
    }

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public long Version { get; init; }
        public string Hash { get; init; } = "";
        public string Definition { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }

        public ProjectVersion ToVersion() => new(Version, Json.Read<Project>(Definition), Hash, CreatedAt);
    }
}
