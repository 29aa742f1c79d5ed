namespace HybridAi.Documents.Ingestion;

/// <summary>The name of a file as somebody else gives it: only its last part is one, and no part of it ever becomes a path here.</summary>
public static class DocumentName
{
    private const int Longest = 200;

    /// <summary>The name, or a fault: nothing is left of it.</summary>
    public static Outcome<string> Of(string? given)
    {
        var clean = new TextHygiene();
        var name = TextCleaning.OnOneLine(TextCleaning.Clean(given ?? "", ref clean)).Replace('\\', '/').TrimEnd('/');
        name = name[(name.LastIndexOf('/') + 1)..].Trim();
        if (name.Length > Longest) name = name[..(Longest / 2)] + name[^(Longest / 2)..];
        return name is "" or "." or ".."
            ? Fault.BadInput("document-name-bad", "This can't be the name of a document: give the name of a file, without folders.", "name")
            : name;
    }
}
