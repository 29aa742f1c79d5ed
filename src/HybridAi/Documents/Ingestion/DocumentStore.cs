using System.Data.Common;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Documents.Ingestion;

/// <summary>The documents of all tenants with their versions. What changes what searches find also adds to the changes that indexes follow.</summary>
public sealed class DocumentStore(IDatabase database, TimeProvider clock)
{
    private const string VersionColumns = "document_id, hash, file_hash, kind, title, as_of, characters, report, created_at, text IS NULL AS is_erased";

    /// <summary>Adds a document, or takes the one that lives under its source.</summary>
    public async Task<StoredDocument> AddAsync(StoredDocument document, CancellationToken cancellation)
    {
        await ExecuteAsync(
            """
            INSERT INTO documents (id, tenant, source, name, state, file_hash, tags, readers, created_at, updated_at)
            VALUES (@Id, @Tenant, @Source, @Name, @State, @FileHash, @Tags, @Readers, @CreatedAt, @UpdatedAt) ON CONFLICT DO NOTHING
            """,
            Parameters(document), cancellation);
        return (await FindBySourceAsync(document.Tenant, document.Source, cancellation))!;
    }

    /// <summary>The tenant's document of this id, deleted ones as well; null where there is none.</summary>
    public async Task<StoredDocument?> FindAsync(string tenant, string id, CancellationToken cancellation)
        => await QueryAsync("SELECT * FROM documents WHERE tenant = @tenant AND id = @id", new { tenant, id }, cancellation) is [var found] ? found : null;

    /// <summary>The living document under this source; null where there is none.</summary>
    public async Task<StoredDocument?> FindBySourceAsync(string tenant, string source, CancellationToken cancellation)
        => await QueryAsync("SELECT * FROM documents WHERE tenant = @tenant AND source = @source AND deleted_at IS NULL", new { tenant, source }, cancellation) is [var found]
            ? found
            : null;

    /// <summary>The tenant's living documents, newest first.</summary>
    public Task<IReadOnlyList<StoredDocument>> ListAsync(string tenant, CancellationToken cancellation)
        => QueryAsync("SELECT * FROM documents WHERE tenant = @tenant AND deleted_at IS NULL ORDER BY created_at DESC, id DESC", new { tenant }, cancellation);

    /// <summary>The documents that this one stands for, oldest first.</summary>
    public Task<IReadOnlyList<StoredDocument>> KeptByAsync(string tenant, string id, CancellationToken cancellation)
        => QueryAsync("SELECT * FROM documents WHERE tenant = @tenant AND kept_by = @id AND deleted_at IS NULL ORDER BY created_at, id", new { tenant, id }, cancellation);

    /// <summary>Documents that searches find by their own passages and that have this version or one of these bands, oldest first.</summary>
    public async Task<IReadOnlyList<StoredDocument>> AlikeAsync(string tenant, string version, IReadOnlyList<string> bands, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { tenant, version });
        return await QueryAsync(
            $"""
             SELECT * FROM documents WHERE tenant = @tenant AND kept_by IS NULL AND deleted_at IS NULL AND version IS NOT NULL AND (version = @version
               OR id IN (SELECT document_id FROM document_bands WHERE tenant = @tenant AND band IN {InList.Add(parameters, "band", bands)}))
             ORDER BY created_at, id
             """,
            parameters, cancellation);
    }

    /// <summary>Takes a newer file, or other tags and readers, for a document; it waits to be read again.</summary>
    public Task RenewAsync(StoredDocument document, CancellationToken cancellation) => ExecuteAsync(
        """
        UPDATE documents SET name = @Name, state = @State, fault = NULL, file_hash = @FileHash, tags = @Tags, readers = @Readers, updated_at = @now
        WHERE id = @Id AND deleted_at IS NULL
        """,
        Parameters(document), cancellation);

    /// <summary>Notes the job that is at a document.</summary>
    public Task SetJobAsync(string id, string job, CancellationToken cancellation)
        => ExecuteAsync("UPDATE documents SET job_id = @job WHERE id = @id", new { id, job }, cancellation);

    /// <summary>Moves a document on; false when it was deleted, called off or given a newer file meanwhile.</summary>
    public async Task<bool> MoveAsync(StoredDocument document, DocumentState state, StepFault? fault, CancellationToken cancellation)
        => await ExecuteAsync(
            "UPDATE documents SET state = @state, fault = @fault, updated_at = @now WHERE id = @Id AND file_hash = @FileHash AND deleted_at IS NULL AND state <> 'Cancelled'",
            new { document.Id, document.FileHash, state = state.ToString(), fault = fault is null ? null : Json.Write(fault), now = clock.GetUtcNow() }, cancellation) == 1;

    /// <summary>Puts a document into a state whatever it was in before, unless it was deleted; false then.</summary>
    public async Task<bool> PutAsync(string id, DocumentState state, CancellationToken cancellation)
        => await ExecuteAsync(
            "UPDATE documents SET state = @state, fault = NULL, updated_at = @now WHERE id = @id AND deleted_at IS NULL",
            new { id, state = state.ToString(), now = clock.GetUtcNow() }, cancellation) == 1;

    /// <summary>
    /// Makes a version the document's present one, in one step with its bands and with what becomes of the documents that it stood for.
    /// </summary>
    /// <returns>False when the document was deleted, called off or given a newer file meanwhile: nothing is changed then.</returns>
    public async Task<bool> FlipAsync(StoredDocument document, StoredVersion version, string text, string? keptBy, IReadOnlyList<string> bands, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var now = clock.GetUtcNow();
        var moved = await RunAsync(
            "UPDATE documents SET version = @Hash, kept_by = @keptBy, updated_at = @now WHERE id = @Id AND file_hash = @FileHash AND deleted_at IS NULL AND state <> 'Cancelled'",
            new { document.Id, document.FileHash, version.Hash, keptBy, now });
        if (moved != 1) return false;
        await RunAsync(
            """
            INSERT INTO document_versions (document_id, hash, file_hash, kind, title, as_of, characters, report, text, created_at)
            VALUES (@DocumentId, @Hash, @FileHash, @Kind, @Title, @AsOf, @Characters, @report, @text, @CreatedAt)
            ON CONFLICT (document_id, hash) DO UPDATE SET
              file_hash = excluded.file_hash, kind = excluded.kind, title = excluded.title, as_of = excluded.as_of, report = excluded.report, text = excluded.text
            """,
            new { version.DocumentId, version.Hash, version.FileHash, version.Kind, version.Title, version.AsOf, version.Characters, report = Json.Write(version.Report), text, version.CreatedAt });
        await RunAsync("DELETE FROM document_bands WHERE document_id = @Id", new { document.Id });
        foreach (var band in keptBy is null ? bands.Distinct() : [])
            await RunAsync("INSERT INTO document_bands (tenant, band, document_id) VALUES (@Tenant, @band, @Id)", new { document.Tenant, band, document.Id });
        await ChangedAsync(document.Id);
        if (document.Version != version.Hash || keptBy is not null) await ReleaseAsync(document.Id);
        await transaction.CommitAsync(cancellation);
        return true;

        Task<int> RunAsync(string sql, object parameters)
            => connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction.Inner, cancellationToken: cancellation));

        Task ChangedAsync(string id)
            => RunAsync("INSERT INTO document_changes (tenant, document_id, changed_at) VALUES (@Tenant, @id, @now)", new { document.Tenant, id, now });

        async Task ReleaseAsync(string id)
        {
            foreach (var released in await ReleasedAsync(connection, transaction.Inner, id, cancellation)) await ChangedAsync(released);
        }
    }

    /// <summary>
    /// Deletes a document: nothing of it is found from the next change that indexes follow. Its texts are erased; that there was a document, and its
    /// versions' hashes, stay, so that what was cited from it can say so.
    /// </summary>
    public async Task<bool> DeleteAsync(StoredDocument document, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var now = clock.GetUtcNow();
        if (await RunAsync("UPDATE documents SET state = 'Deleted', deleted_at = @now, updated_at = @now, kept_by = NULL, fault = NULL, name = '', source = @Id WHERE id = @Id AND deleted_at IS NULL") != 1) return false;
        await RunAsync("UPDATE document_versions SET text = NULL, title = '', report = @empty WHERE document_id = @Id");
        await RunAsync("DELETE FROM document_bands WHERE document_id = @Id");
        await RunAsync("DELETE FROM document_requests WHERE document_id = @Id");
        await RunAsync("INSERT INTO document_changes (tenant, document_id, changed_at) VALUES (@Tenant, @Id, @now)");
        foreach (var released in await ReleasedAsync(connection, transaction.Inner, document.Id, cancellation))
            await connection.ExecuteAsync("INSERT INTO document_changes (tenant, document_id, changed_at) VALUES (@Tenant, @released, @now)", new { document.Tenant, released, now }, transaction.Inner);
        await transaction.CommitAsync(cancellation);
        return true;

        Task<int> RunAsync(string sql) => connection.ExecuteAsync(new CommandDefinition(
            sql, new { document.Id, document.Tenant, now, empty = Json.Write(new VersionReport(new(), [], [], 0, 0)) }, transaction.Inner, cancellationToken: cancellation));
    }

    /// <summary>A document's versions, newest first.</summary>
    public async Task<IReadOnlyList<StoredVersion>> VersionsAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<VersionRow>(new CommandDefinition(
            $"SELECT {VersionColumns} FROM document_versions WHERE document_id = @id ORDER BY created_at DESC, hash", new { id }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToVersion())];
    }

    /// <summary>The text of a version; null where there is none, or where it is erased.</summary>
    public async Task<DocumentText?> TextAsync(string id, string hash, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var text = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT text FROM document_versions WHERE document_id = @id AND hash = @hash", new { id, hash }, cancellationToken: cancellation));
        return text is null ? null : Json.Read<DocumentText>(text);
    }

    /// <summary>Up to <paramref name="limit"/> changes behind <paramref name="after"/>, in order.</summary>
    internal async Task<IReadOnlyList<DocumentChange>> ChangesAsync(long after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. await connection.QueryAsync<DocumentChange>(new CommandDefinition(
            "SELECT seq, tenant, document_id FROM document_changes WHERE seq > @after ORDER BY seq LIMIT @limit", new { after, limit }, cancellationToken: cancellation))];
    }

    /// <summary>The document that a key was used for, with the hash of that request; null where it was not used yet.</summary>
    public async Task<(string RequestHash, string DocumentId)?> RequestAsync(string tenant, string key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QueryFirstOrDefaultAsync<RequestRow>(new CommandDefinition(
            "SELECT request_hash, document_id FROM document_requests WHERE tenant = @tenant AND idempotency_key = @key", new { tenant, key }, cancellationToken: cancellation));
        return row is null ? null : (row.RequestHash, row.DocumentId);
    }

    /// <summary>Notes what a key was used for; the first use stays.</summary>
    public Task AddRequestAsync(string tenant, string key, string requestHash, string documentId, CancellationToken cancellation) => ExecuteAsync(
        """
        INSERT INTO document_requests (tenant, idempotency_key, request_hash, document_id, created_at) VALUES (@tenant, @key, @requestHash, @documentId, @now)
        ON CONFLICT DO NOTHING
        """,
        new { tenant, key, requestHash, documentId, now = clock.GetUtcNow() }, cancellation);

    // The oldest takes the place of the one that goes, for those that say the very same; the others stand for themselves.
    private static async Task<IReadOnlyList<string>> ReleasedAsync(DbConnection connection, DbTransaction transaction, string id, CancellationToken cancellation)
    {
        var kept = (await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT * FROM documents WHERE kept_by = @id AND deleted_at IS NULL ORDER BY created_at, id", new { id }, transaction, cancellationToken: cancellation))).ToList();
        if (kept.Count == 0) return [];
        var changed = new List<string>();
        foreach (var alike in kept.GroupBy(row => row.Version))
        {
            var first = alike.First().Id;
            changed.Add(first);
            await connection.ExecuteAsync(new CommandDefinition("UPDATE documents SET kept_by = NULL WHERE id = @first", new { first }, transaction, cancellationToken: cancellation));
            foreach (var other in alike.Skip(1))
                await connection.ExecuteAsync(new CommandDefinition("UPDATE documents SET kept_by = @first WHERE id = @Id", new { first, other.Id }, transaction, cancellationToken: cancellation));
        }

        return changed;
    }

    private object Parameters(StoredDocument document) => new
    {
        document.Id, document.Tenant, document.Source, document.Name, State = document.State.ToString(), document.FileHash, Tags = Json.Write(document.Tags),
        Readers = Json.Write(document.Readers), document.CreatedAt, document.UpdatedAt, now = clock.GetUtcNow(),
    };

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
    }

    private async Task<IReadOnlyList<StoredDocument>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation))).Select(row => row.ToDocument())];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Tenant { get; init; } = "";
        public string Source { get; init; } = "";
        public string Name { get; init; } = "";
        public string State { get; init; } = "";
        public string? Fault { get; init; }
        public string FileHash { get; init; } = "";
        public string? Version { get; init; }
        public string? KeptBy { get; init; }
        public string? JobId { get; init; }
        public string Tags { get; init; } = "";
        public string Readers { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset UpdatedAt { get; init; }
        public DateTimeOffset? DeletedAt { get; init; }

        public StoredDocument ToDocument() => new(
            Id, Tenant, Source, Name, Enum.Parse<DocumentState>(State), Fault is null ? null : Json.Read<StepFault>(Fault), FileHash, Version, KeptBy, JobId,
            Json.Read<string[]>(Tags), Json.Read<string[]>(Readers), CreatedAt, UpdatedAt, DeletedAt);
    }

    private sealed class VersionRow
    {
        public string DocumentId { get; init; } = "";
        public string Hash { get; init; } = "";
        public string FileHash { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Title { get; init; } = "";
        public DateTimeOffset? AsOf { get; init; }
        public long Characters { get; init; }
        public string Report { get; init; } = "";
        public bool IsErased { get; init; }
        public DateTimeOffset CreatedAt { get; init; }

        public StoredVersion ToVersion() => new(DocumentId, Hash, FileHash, Kind, Title, AsOf, Characters, Json.Read<VersionReport>(Report), IsErased, CreatedAt);
    }

    private sealed class RequestRow
    {
        public string RequestHash { get; init; } = "";
        public string DocumentId { get; init; } = "";
    }
}

/// <summary>Something changed of what searches may find of a document.</summary>
internal sealed class DocumentChange
{
    public long Seq { get; init; }
    public string Tenant { get; init; } = "";
    public string DocumentId { get; init; } = "";
}
