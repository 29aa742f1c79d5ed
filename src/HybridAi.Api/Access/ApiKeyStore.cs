using Dapper;
using HybridAi.Storage;

namespace HybridAi.Api.Access;

/// <summary>The keys, by the hashes of their secrets.</summary>
internal sealed class ApiKeyStore(IDatabase database, TimeProvider clock)
{
    // A line a minute is enough to see which keys are in use, and spares a write a request.
    private static readonly TimeSpan UsedTo = TimeSpan.FromMinutes(1);
    private long _changes;

    /// <summary>Counts the changes of keys by this process: whoever remembers a key asks again when it has changed.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Issues the first secret of a name. The fault is <c>key-exists</c>: a name is never used again, or its budget would be somebody else's.</summary>
    public async Task<Outcome<IssuedKey>> CreateAsync(KeyPurpose purpose, DateTimeOffset? expiresAt, CancellationToken cancellation)
        => (await ListAsync(cancellation)).Any(key => key.Purpose.Name == purpose.Name)
            ? Fault.Conflict("key-exists", $"There is, or was, a key '{purpose.Name}': give it another name, or rotate it.", "name")
            : await IssueAsync(purpose, expiresAt, cancellation);

    /// <summary>Issues another secret; those of before hold until <paramref name="overlap"/> is over. Faults: <c>key-unknown</c>, <c>key-revoked</c>.</summary>
    public async Task<Outcome<IssuedKey>> RotateAsync(string name, TimeSpan overlap, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        if ((await ListAsync(cancellation)).LastOrDefault(key => key.Purpose.Name == name) is not { } newest) return Unknown(name);
        if (newest.RevokedAt is not null) return Fault.Conflict("key-revoked", $"The key '{name}' is revoked; create another one.", "name");
        var until = clock.GetUtcNow() + overlap;
        await using (var connection = await database.OpenAsync(cancellation))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE api_keys SET expires_at = @until WHERE name = @name AND (expires_at IS NULL OR expires_at > @until)", new { name, until }, cancellationToken: cancellation));
        }

        Interlocked.Increment(ref _changes);
        // The new secret lives as long as the one before it was meant to.
        return await IssueAsync(newest.Purpose, expiresAt ?? (newest.ExpiresAt is { } end ? clock.GetUtcNow() + (end - newest.CreatedAt) : null), cancellation);
    }

    /// <summary>Takes back every secret of a name. The fault is <c>key-unknown</c>.</summary>
    public async Task<Outcome<string>> RevokeAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var revoked = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, @now) WHERE name = @name", new { name, now = clock.GetUtcNow() }, cancellationToken: cancellation));
        Interlocked.Increment(ref _changes);
        return revoked > 0 ? name : Unknown(name);
    }

    /// <summary>All secrets of all keys, the oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition("SELECT * FROM api_keys ORDER BY created_at, hash", cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToKey())];
    }

    /// <summary>The key of a secret, whatever its state; null: there is none. Using a valid one is remembered.</summary>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancellation)
    {
        var (hash, now) = (KeySecret.Hash(secret), clock.GetUtcNow());
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            "SELECT * FROM api_keys WHERE hash = @hash", new { hash }, cancellationToken: cancellation));
        if (row?.ToKey() is not { } key) return null;
        if (key.StateAt(now) == KeyState.Valid && !(now - key.LastUsedAt < UsedTo))
            await connection.ExecuteAsync(new CommandDefinition("UPDATE api_keys SET last_used_at = @now WHERE hash = @hash", new { hash, now }, cancellationToken: cancellation));
        return key;
    }

    private async Task<IssuedKey> IssueAsync(KeyPurpose purpose, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        var secret = KeySecret.New();
        var key = new ApiKey(purpose, KeySecret.Prefix(secret), clock.GetUtcNow(), expiresAt, LastUsedAt: null, RevokedAt: null);
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO api_keys (hash, name, prefix, scopes, project, tenant, created_at, expires_at)
            VALUES (@hash, @Name, @Prefix, @scopes, @Project, @Tenant, @CreatedAt, @ExpiresAt)
            """,
            new { hash = KeySecret.Hash(secret), purpose.Name, key.Prefix, scopes = string.Join(' ', purpose.Scopes), purpose.Project, purpose.Tenant, key.CreatedAt, key.ExpiresAt },
            cancellationToken: cancellation));
        return new(secret, key);
    }

    private static Fault Unknown(string name) => Fault.NotFound("key-unknown", $"There is no key '{name}'.", "name");

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string Prefix { get; init; } = "";
        public string Scopes { get; init; } = "";
        public string Project { get; init; } = "";
        public string? Tenant { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? ExpiresAt { get; init; }
        public DateTimeOffset? LastUsedAt { get; init; }
        public DateTimeOffset? RevokedAt { get; init; }

        public ApiKey ToKey() => new(
            new(Name, [.. Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Scope>)], Project, Tenant), Prefix, CreatedAt, ExpiresAt, LastUsedAt, RevokedAt);
    }
}
