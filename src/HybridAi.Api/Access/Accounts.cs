using HybridAi.Curate.Projects;

namespace HybridAi.Api.Access;

/// <summary>What is done to users and keys, by whomever and through whatever door; each act is in the audit log.</summary>
internal sealed class Accounts(UserStore users, ApiKeyStore keys, Passwords passwords, ProjectStore projects, OpenMode open, AuditLog audit, TimeProvider clock)
{
    private const int MaxName = 64;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3_660);

    /// <summary>Makes the owner of a server that has neither a user nor a key. Faults: <c>setup-done</c>, and those of adding any user.</summary>
    public Task<Outcome<User>> SetUpAsync(string name, string password, CancellationToken cancellation)
        => AddUserAsync(Caller.Open, name, password, Grant.EveryProject, Role.Owner, onlyFirst: true, cancellation);

    /// <summary>Adds a user with one role. Faults: <c>name-invalid</c>, <c>password-length</c>, <c>password-weak</c>, <c>project-unknown</c>, <c>user-exists</c>.</summary>
    public Task<Outcome<User>> AddUserAsync(Caller by, string name, string password, string project, Role role, CancellationToken cancellation)
        => AddUserAsync(by, name, password, project, role, onlyFirst: false, cancellation);

    /// <summary>Gives a role, or takes it away (null). Faults: <c>user-unknown</c>, <c>project-unknown</c>, <c>owner-last</c>.</summary>
    public async Task<Outcome<User>> SetRoleAsync(Caller by, string name, string project, Role? role, CancellationToken cancellation)
    {
        if (role is not null && await UnknownAsync(project, cancellation) is { } unknown) return unknown;
        var changed = await users.SetRoleAsync(name, project, role, cancellation);
        return await KeptAsync(changed, by, new($"user.role.{role?.ToString().ToLowerInvariant() ?? "none"}", project, name), cancellation);
    }

    /// <summary>Sets a password. Faults: <c>user-unknown</c>, <c>password-length</c>, <c>password-weak</c>.</summary>
    public async Task<Outcome<User>> SetPasswordAsync(Caller by, string name, string password, CancellationToken cancellation)
        => Passwords.Wrong(name, password) is { } wrong
            ? wrong
            : await KeptAsync(await users.SetPasswordAsync(name, passwords.Hash(name, password), cancellation), by, new("user.password", Target: name), cancellation);

    /// <summary>Removes a user. Faults: <c>user-unknown</c>, <c>owner-last</c>.</summary>
    public async Task<Outcome<User>> RemoveUserAsync(Caller by, string name, CancellationToken cancellation)
        => await KeptAsync(await users.RemoveAsync(name, cancellation), by, new("user.remove", Target: name), cancellation);

    /// <summary>Creates a key. Faults: <c>name-invalid</c>, <c>scopes-missing</c>, <c>tenant-invalid</c>, <c>project-unknown</c>, <c>key-life</c>, <c>key-exists</c>.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="life">How long it holds; null: for ever.</param>
    /// <param name="cancellation">The caller's.</param>
    public async Task<Outcome<IssuedKey>> CreateKeyAsync(Caller by, KeyPurpose purpose, TimeSpan? life, CancellationToken cancellation)
    {
        if (!Name(purpose.Name).Succeeded(out var name, out var fault)) return fault;
        if (purpose.Scopes.Count == 0) return Fault.BadInput("scopes-missing", $"A key needs at least one scope: {Names<Scope>()}.", "scopes");
        if (purpose.Tenant is { } tenant && (string.IsNullOrWhiteSpace(tenant) || tenant.Length > MaxName))
            return Fault.BadInput("tenant-invalid", $"A tenant's name has 1 to {MaxName} characters.", "tenant");
        if (Life(life) is { } wrong) return wrong;
        if (await UnknownAsync(purpose.Project, cancellation) is { } unknown) return unknown;
        var created = await keys.CreateAsync(purpose with { Name = name, Scopes = [.. purpose.Scopes.Distinct().Order()] }, clock.GetUtcNow() + life, cancellation);
        if (created.Fault is null) open.Close();
        return await KeptAsync(created, by, new("key.create", ProjectOrNone(purpose.Project), name), cancellation);
    }

    /// <summary>Issues another secret. Faults: <c>key-life</c>, <c>key-unknown</c>, <c>key-revoked</c>.</summary>
    public async Task<Outcome<IssuedKey>> RotateKeyAsync(Caller by, string name, TimeSpan overlap, TimeSpan? life, CancellationToken cancellation)
    {
        if (overlap < TimeSpan.Zero || overlap > LongestLife) return Fault.BadInput("key-life", "The overlap is between no time and ten years.", "overlap");
        if (Life(life) is { } wrong) return wrong;
        return await KeptAsync(await keys.RotateAsync(name, overlap, clock.GetUtcNow() + life, cancellation), by, new("key.rotate", Target: name), cancellation);
    }

    /// <summary>Takes a key back. The fault is <c>key-unknown</c>.</summary>
    public async Task<Outcome<string>> RevokeKeyAsync(Caller by, string name, CancellationToken cancellation)
        => await KeptAsync(await keys.RevokeAsync(name, cancellation), by, new("key.revoke", Target: name), cancellation);

    /// <summary>The names of a family of settings, as they are written.</summary>
    public static string Names<T>()
        where T : struct, Enum
        => string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    private async Task<Outcome<User>> AddUserAsync(
        Caller by, string name, string password, string project, Role role, bool onlyFirst, CancellationToken cancellation)
    {
        if (!Name(name).Succeeded(out var user, out var fault)) return fault;
        if (Passwords.Wrong(user, password) is { } wrong) return wrong;
        if (await UnknownAsync(project, cancellation) is { } unknown) return unknown;
        var added = await users.AddAsync(user, passwords.Hash(user, password), project, role, onlyFirst, cancellation);
        if (added.Fault is null) open.Close();
        return await KeptAsync(added, by, new($"user.add.{role.ToString().ToLowerInvariant()}", ProjectOrNone(project), user), cancellation);
    }

    private async Task<Outcome<T>> KeptAsync<T>(Outcome<T> outcome, Caller by, AuditAct act, CancellationToken cancellation)
        where T : notnull
    {
        await audit.WriteAsync(by, outcome.Fault is { } fault ? act with { Outcome = $"refused {fault.Code}" } : act, cancellation);
        return outcome;
    }

    private async Task<Fault?> UnknownAsync(string project, CancellationToken cancellation)
        => project == Grant.EveryProject ? null : (await projects.FindAsync(project, cancellation)).Fault;

    private static string? ProjectOrNone(string project) => project == Grant.EveryProject ? null : project;

    private static Outcome<string> Name(string name)
    {
        var small = name.Trim().ToLowerInvariant();
        return small.Length is > 0 and <= MaxName && small.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.' or '@')
            ? small
            : Fault.BadInput("name-invalid", $"A name has 1 to {MaxName} letters, digits, dashes, dots, underscores and at-signs.", "name");
    }

    private static Fault? Life(TimeSpan? life) => life is { } given && (given <= TimeSpan.Zero || given > LongestLife)
        ? Fault.BadInput("key-life", "A key holds for more than no time and at most ten years.", "expires")
        : null;
}
