using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Api.Access;

/// <summary>The people who can sign in, and their roles.</summary>
internal sealed class UserStore(IDatabase database, TimeProvider clock)
{
    /// <summary>Adds a user with one role. The fault is <c>user-exists</c>, or <c>setup-done</c> where the first was asked for.</summary>
    /// <param name="name">The name.</param>
    /// <param name="passwordHash">The password's hash.</param>
    /// <param name="project">The project, or <c>*</c>.</param>
    /// <param name="role">The role on it.</param>
    /// <param name="onlyFirst">Whether there may be no other user nor key yet.</param>
    /// <param name="cancellation">The caller's.</param>
    public async Task<Outcome<User>> AddAsync(string name, string passwordHash, string project, Role role, bool onlyFirst, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var user = new User(name, passwordHash, NewStamp(), clock.GetUtcNow(), new Dictionary<string, Role> { [project] = role });
        var added = await connection.ExecuteAsync(
            $"""
            INSERT INTO users (name, password_hash, stamp, failures, created_at) SELECT @Name, @PasswordHash, @Stamp, 0, @CreatedAt
            {(onlyFirst ? "WHERE NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM api_keys)" : "WHERE true")}
            ON CONFLICT (name) DO NOTHING
            """, new { user.Name, user.PasswordHash, user.Stamp, user.CreatedAt }, transaction.Inner);
        if (added == 0)
        {
            return onlyFirst
                ? Fault.Conflict("setup-done", "This server has its first user or key already; sign in instead.")
                : Fault.Conflict("user-exists", $"There is a user '{name}' already.", "name");
        }

        await PutRoleAsync(connection, transaction, name, project, role);
        await transaction.CommitAsync(cancellation);
        return user;
    }

    public async Task<User?> FindAsync(string name, CancellationToken cancellation) => (await ReadAsync(name, cancellation)).SingleOrDefault();

    /// <summary>All users by name.</summary>
    public Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellation) => ReadAsync(null, cancellation);

    /// <summary>Gives a role on a project, or takes it away where <paramref name="role"/> is null; sessions end. Faults: <c>user-unknown</c>, <c>owner-last</c>.</summary>
    public Task<Outcome<User>> SetRoleAsync(string name, string project, Role? role, CancellationToken cancellation)
        => ChangeAsync(name, (connection, transaction) => role is { } given
            ? PutRoleAsync(connection, transaction, name, project, given)
            : connection.ExecuteAsync("DELETE FROM user_roles WHERE user_name = @name AND project = @project", new { name, project }, transaction.Inner), cancellation);

    /// <summary>Sets a password; sessions and locks end. The fault is <c>user-unknown</c>.</summary>
    public Task<Outcome<User>> SetPasswordAsync(string name, string passwordHash, CancellationToken cancellation)
        => ChangeAsync(name, (connection, transaction) => connection.ExecuteAsync(
            "UPDATE users SET password_hash = @passwordHash, failures = 0, locked_until = NULL WHERE name = @name", new { name, passwordHash }, transaction.Inner), cancellation);

    /// <summary>Removes a user with all roles. Faults: <c>user-unknown</c>, <c>owner-last</c>.</summary>
    public Task<Outcome<User>> RemoveAsync(string name, CancellationToken cancellation)
        => ChangeAsync(name, (connection, transaction) => connection.ExecuteAsync("DELETE FROM users WHERE name = @name", new { name }, transaction.Inner), cancellation);

    /// <summary>Keeps the same password under a stronger hash; sessions go on.</summary>
    public async Task RehashAsync(User user, string passwordHash, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            "UPDATE users SET password_hash = @passwordHash WHERE name = @Name AND password_hash = @old", new { user.Name, passwordHash, old = user.PasswordHash });
    }

    // The stamp is written first: it locks the row, and in PostgreSQL the owners' rows too, so that two owners can't remove each other.
    private async Task<Outcome<User>> ChangeAsync(string name, Func<DbConnection, WriteTransaction, Task<int>> change, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await WriteTransaction.BeginAsync(connection, cancellation);
        var owners = await connection.ExecuteAsync(
            "UPDATE user_roles SET role = role WHERE project = @every AND role = @owner", new { every = Grant.EveryProject, owner = nameof(Role.Owner) }, transaction.Inner);
        if (await connection.ExecuteAsync("UPDATE users SET stamp = @stamp WHERE name = @name", new { name, stamp = NewStamp() }, transaction.Inner) == 0) return Unknown(name);
        var before = (await ReadAsync(connection, name, transaction, cancellation)).Single();
        await change(connection, transaction);
        var left = await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM user_roles WHERE project = @every AND role = @owner", new { every = Grant.EveryProject, owner = nameof(Role.Owner) }, transaction.Inner);
        if (owners > 0 && left == 0) return Fault.Conflict("owner-last", $"'{name}' is the last owner of everything: make another one first.");
        var after = (await ReadAsync(connection, name, transaction, cancellation)).SingleOrDefault();
        await transaction.CommitAsync(cancellation);
        return after ?? before;
    }

    private async Task<IReadOnlyList<User>> ReadAsync(string? name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await ReadAsync(connection, name, null, cancellation);
    }

    private static async Task<IReadOnlyList<User>> ReadAsync(DbConnection connection, string? name, WriteTransaction? transaction, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT u.name, u.password_hash, u.stamp, u.created_at, r.project, r.role FROM users u LEFT JOIN user_roles r ON r.user_name = u.name
            {(name is null ? "" : "WHERE u.name = @name")} ORDER BY u.name, r.project
            """, new { name }, transaction?.Inner, cancellationToken: cancellation));
        return
        [
            .. rows.GroupBy(row => row.Name).Select(user => new User(
                user.Key, user.First().PasswordHash, user.First().Stamp, user.First().CreatedAt,
                user.Where(row => row.Project is not null).ToDictionary(row => row.Project!, row => Enum.Parse<Role>(row.Role!)))),
        ];
    }

    private static Task<int> PutRoleAsync(DbConnection connection, WriteTransaction transaction, string name, string project, Role role) => connection.ExecuteAsync(
        """
        INSERT INTO user_roles (user_name, project, role) VALUES (@name, @project, @role)
        ON CONFLICT (user_name, project) DO UPDATE SET role = excluded.role
        """, new { name, project, role = role.ToString() }, transaction.Inner);

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static Fault Unknown(string name) => Fault.NotFound("user-unknown", $"There is no user '{name}'.", "name");

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string PasswordHash { get; init; } = "";
        public string Stamp { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public string? Project { get; init; }
        public string? Role { get; init; }
    }
}
