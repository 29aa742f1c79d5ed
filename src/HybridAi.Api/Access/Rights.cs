namespace HybridAi.Api.Access;

/// <summary>What may be done to a project, or to all of them.</summary>
[Flags]
internal enum Rights
{
    /// <summary>Nothing but being known.</summary>
    None = 0,

    /// <summary>Look at everything of the project.</summary>
    Read = 1,

    /// <summary>Work the review queue.</summary>
    Annotate = 2,

    /// <summary>Decide disagreements, export, change the definition.</summary>
    Review = 4,

    /// <summary>Ask for predictions and call models.</summary>
    Predict = 8,

    /// <summary>Start labelling runs.</summary>
    Label = 16,

    /// <summary>Bring in records.</summary>
    Ingest = 32,

    /// <summary>All else: models, routes, jobs, budgets, people and keys.</summary>
    Manage = 64,

    /// <summary>Ask the documents, which belong to no project: a conversation of one's own, over what one may read.</summary>
    Ask = 128,

    /// <summary>Every right.</summary>
    All = Read | Annotate | Review | Predict | Label | Ingest | Manage | Ask,
}

/// <summary>What a person is to a project.</summary>
public enum Role
{
    /// <summary>Looks at everything, asks the documents, changes nothing.</summary>
    Viewer,

    /// <summary>Works the review queue.</summary>
    Annotator,

    /// <summary>Decides disagreements, exports, changes the definition.</summary>
    Reviewer,

    /// <summary>Does everything.</summary>
    Owner,
}

/// <summary>What an API key is for.</summary>
public enum Scope
{
    /// <summary>Look at everything of the project.</summary>
    Read,

    /// <summary>Predictions, chats and embeddings.</summary>
    Predict,

    /// <summary>Labelling runs.</summary>
    Label,

    /// <summary>New records.</summary>
    Ingest,

    /// <summary>The review queue, decisions on disagreements, exports.</summary>
    Review,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>Rights on one project, or on all.</summary>
/// <param name="Project">The project's name, or <see cref="EveryProject"/>.</param>
/// <param name="Rights">What may be done to it.</param>
internal sealed record Grant(string Project, Rights Rights)
{
    /// <summary>Stands for every project there is and will be, and for what belongs to none.</summary>
    public const string EveryProject = "*";

    /// <summary>The grant of a role.</summary>
    public static Grant Of(string project, Role role) => new(project, role switch
    {
        Role.Viewer => Rights.Read | Rights.Ask,
        Role.Annotator => Rights.Read | Rights.Ask | Rights.Annotate,
        Role.Reviewer => Rights.Read | Rights.Ask | Rights.Annotate | Rights.Review,
        Role.Owner => Rights.All,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No rights stand for this role."),
    });

    /// <summary>The grant of a key's scopes.</summary>
    public static Grant Of(string project, IEnumerable<Scope> scopes) => new(project, scopes.Aggregate(Rights.None, (rights, scope) => rights | scope switch
    {
        Scope.Read => Rights.Read,
        Scope.Predict => Rights.Predict | Rights.Ask,
        Scope.Label => Rights.Label,
        Scope.Ingest => Rights.Ingest,
        Scope.Review => Rights.Read | Rights.Annotate | Rights.Review,
        Scope.Admin => Rights.All,
        _ => throw new ArgumentOutOfRangeException(nameof(scopes), scope, "No rights stand for this scope."),
    }));

    public bool Covers(string? project) => Project == EveryProject || Project == project;
}
