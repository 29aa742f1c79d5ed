namespace HybridAi.Serve.Chat;

/// <summary>Questions and answers that follow one another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tenant">Whose documents are asked.</param>
/// <param name="Owner">Who asks; nobody else sees it.</param>
/// <param name="Title">Its title: the first question, cut, until somebody gives another.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="UpdatedAt">When the last question came.</param>
public sealed record Conversation(string Id, string Tenant, string Owner, string Title, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    private const int TitleCharacters = 60;

    /// <summary>The title that a first question gives.</summary>
    public static string TitleOf(string question)
    {
        var line = string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= TitleCharacters) return line;
        var space = line.LastIndexOf(' ', TitleCharacters);
        return $"{line[..(space > TitleCharacters / 2 ? space : TitleCharacters)]}…";
    }
}

/// <summary>Who asks: what is found, and whose conversations are seen, depend on it.</summary>
/// <param name="Tenant">Whose documents.</param>
/// <param name="Name">Who.</param>
/// <param name="Readers">The names under which documents may be read; null: all of the tenant's.</param>
public sealed record Asker(string Tenant, string Name, IReadOnlyList<string>? Readers);
