using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai documents</c>: documents that questions are asked about.</summary>
internal static class DocumentsVerb
{
    private const int Excerpt = 160;

    public static Command Create() => Verb.Group(
        "documents", "Documents that questions are asked about: add, list, status, remove, search, learn-ranking.", DocumentsAddVerb.Create(), List(), Status(), Remove(), Search(),
        LearnRankingVerb.Create());

    public static Option<string> Tenant() => new("--tenant") { Description = "Whose documents.", DefaultValueFactory = _ => FolderWatch.Tenant, HelpName = "NAME" };

    /// <summary>A document by its id or its source.</summary>
    public static async Task<Outcome<StoredDocument>> FindAsync(DocumentStore store, string tenant, string named, CancellationToken cancellation)
        => (await store.FindAsync(tenant, named, cancellation) ?? await store.FindBySourceAsync(tenant, named, cancellation)
            ?? await store.FindBySourceAsync(tenant, Path.GetFullPath(named), cancellation)) is { } document
                ? document
                : Fault.NotFound("document-unknown", $"There is no document '{named}'.");

    private static Command List()
    {
        var tenant = Tenant();
        return Verb.Over("list", "All documents, the newest first.", async (stages, parsed, cancellation) =>
        {
            var all = await stages.Get<DocumentStore>().ListAsync(parsed.GetRequiredValue(tenant), cancellation);
            Output.Table("Documents", ["id", "name", "state", "tags", "changed"], all.Select(document => new[]
            {
                document.Id, document.Name, StateOf(document), string.Join(' ', document.Tags), Output.Moment(document.UpdatedAt),
            }));
            return null;
        }, tenant);
    }

    private static Command Status()
    {
        var (tenant, named) = (Tenant(), new Argument<string>("document") { Description = "Its id, or its path." });
        return Verb.Over("status", "How a document stands: its versions, what was taken out, what speaks to a model.", async (stages, parsed, cancellation) =>
        {
            var store = stages.Get<DocumentStore>();
            if (!(await FindAsync(store, parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(named), cancellation)).Succeeded(out var document, out var fault)) return fault;
            var sources = (await store.KeptByAsync(document.Tenant, document.Id, cancellation)).Select(other => other.Source).Prepend(document.Source);
            Output.Table(document.Name.Length > 0 ? document.Name : document.Id, ["", ""],
            [
                ["id", document.Id], ["state", StateOf(document)], ["fault", document.Fault is { } failed ? $"{failed.Step}: {failed.Reason}" : "none"],
                ["sources", string.Join(", ", sources)], ["tags", string.Join(' ', document.Tags)], ["readers", document.Readers.Count == 0 ? "everybody" : string.Join(' ', document.Readers)],
            ]);
            Output.Table("Versions", ["hash", "as", "title", "as of", "characters", "passages", "kept", "flags", "taken out"], (await store.VersionsAsync(document.Id, cancellation)).Select(version => new[]
            {
                version.Hash[..12], version.Kind, version.Title, version.AsOf is { } asOf ? asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "none",
                Output.Count(version.Characters), Output.Count(version.Report.Passages), Output.Count(version.Report.KeptPassages), Output.Count(version.Report.Flags.Count), TakenOut(version.Report),
            }));
            return null;
        }, tenant, named);
    }

    private static Command Remove()
    {
        var (tenant, named) = (Tenant(), new Argument<string[]>("document") { Description = "Ids, or paths.", Arity = ArgumentArity.OneOrMore });
        return Verb.Over("remove", "Delete documents: no search finds them, and their texts and files are erased.", async (stages, parsed, cancellation) =>
        {
            foreach (var name in parsed.GetRequiredValue(named))
            {
                if (!(await FindAsync(stages.Get<DocumentStore>(), parsed.GetRequiredValue(tenant), name, cancellation)).Succeeded(out var document, out var fault)) return fault;
                if (!(await stages.Get<DocumentStage>().DeleteAsync(document.Tenant, document.Id, cancellation)).Succeeded(out _, out fault)) return fault;
                Output.Line($"Removed: {document.Name} ({document.Id}).");
            }

            return null;
        }, tenant, named);
    }

    private static Command Search()
    {
        var (tenant, words) = (Tenant(), new Argument<string>("words") { Description = "The question or the words." });
        var top = new Option<int>("--top") { Description = "How many passages at most.", DefaultValueFactory = _ => 5, HelpName = "N" };
        var tags = new Option<string[]>("--tags") { Description = "Only documents with one of these.", AllowMultipleArgumentsPerToken = true, HelpName = "TAG" };
        return Verb.Over("search", "Find passages.", async (stages, parsed, cancellation) =>
        {
            var query = new PassageQuery(parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(words), Math.Clamp(parsed.GetValue(top), 1, 1_000)) { Tags = parsed.GetValue(tags) ?? [] };
            var found = await stages.Get<IPassageIndex>().SearchAsync(query, cancellation);
            Output.Table("Passages", ["score", "document", "page", "heading", "passage"], found.Select(one => new[]
            {
                Output.Decimal(one.Score), one.Version.Title, one.Passage.Page?.ToString(CultureInfo.InvariantCulture) ?? "", one.Passage.HeadingPath is [.., var last] ? last : "",
                one.Passage.Text[..Math.Min(Excerpt, one.Passage.Length)].ReplaceLineEndings(" "),
            }));
            return null;
        }, tenant, words, top, tags);
    }

    private static string StateOf(StoredDocument document) => document.KeptBy is null ? document.State.ToString() : $"{document.State}, as {document.KeptBy}";

    private static string TakenOut(VersionReport report)
    {
        var hygiene = report.Hygiene;
        (string What, int Count)[] counts =
        [
            ("control", hygiene.Control), ("zero-width", hygiene.ZeroWidth), ("direction", hygiene.Bidirectional), ("hidden", hygiene.HiddenElements), ("comments", hygiene.Comments),
            ("scripts", hygiene.Scripts),
        ];
        return string.Join(", ", counts.Where(count => count.Count > 0).Select(count => $"{count.What} {Output.Count(count.Count)}"));
    }
}
