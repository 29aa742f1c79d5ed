using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Retrieval;
using HybridAi.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api;

/// <summary>Documents that questions are asked about.</summary>
internal static class DocumentEndpoints
{
    private const int MostListed = 1_000;
    private const int MostFound = 100;
    private const int LongestQuery = 2_000;

    public static IServiceCollection AddDocumentUploads(this IServiceCollection services) => services.AddSingleton<DocumentUpload>();

    public static void MapDocuments(this RouteGroupBuilder v1)
    {
        var documents = v1.MapGroup("/documents").WithTags("Documents").Needs(Rights.Read);

        documents.MapPost("/", AddAsync)
            .Needs(Rights.Ingest)
            .Audit("document.add")
            .Accepts<DocumentRequest>("application/json", ["multipart/form-data", "application/octet-stream"])
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Take a document in")
            .WithDescription(
                """
                The file as the body (name it in the query) or as the first file of a multipart body; or JSON with a text or, where the settings allow it, a public address.
                PDF, docx, pptx, xlsx, HTML, Markdown, plain text, CSV and eml; the content says what it is, not the name. 202: it is being read; 200: nothing changed.
                The same source again is a new version of the same document; the same content again changes nothing. An Idempotency-Key makes the request repeatable.
                """)
            .Refuses(409, 413, 415, 503);

        documents.MapGet("/", ListAsync)
            .WithSummary("List documents")
            .WithDescription("The newest first: those of the caller's tenant that the caller may read.");

        documents.MapGet("/search", SearchAsync)
            .WithSummary("Find passages")
            .WithDescription("The passages that fit best, the best first, of documents that the caller may read.");

        documents.MapGet("/{id}", FindAsync)
            .WithSummary("Look at a document")
            .WithDescription("How it stands, with its versions, what was taken out of them, and which passages speak to a model. A deleted document says that it is deleted.")
            .Refuses(404);

        documents.MapGet("/{id}/versions/{hash}/text", TextAsync)
            .WithSummary("Read the text of a version")
            .WithDescription("With its blocks; the spans of citations count its UTF-16 units. Older versions stay readable; those of a deleted document are erased.")
            .Refuses(404);

        documents.MapGet("/{id}/file", FileAsync)
            .WithSummary("Fetch the file of a document as it came")
            .WithDescription("The newest. Only a PDF is for showing; everything else is for saving.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Refuses(404);

        documents.MapDocumentPages();

        documents.MapDelete("/{id}", DeleteAsync)
            .Needs(Rights.Ingest)
            .Audit("document.remove", "id")
            .WithSummary("Delete a document")
            .WithDescription("When this answers no search finds it, and its texts and files are erased.")
            .Refuses(404, 503);

        documents.MapPost("/{id}/retry", RetryAsync)
            .Needs(Rights.Ingest)
            .Audit("document.retry", "id")
            .WithSummary("Take a document in again that failed or was cancelled")
            .Refuses(404, 409);

        documents.MapPost("/{id}/cancel", CancelAsync)
            .Needs(Rights.Ingest)
            .Audit("document.cancel", "id")
            .WithSummary("Call off taking a document in")
            .WithDescription("The version that searches found before stays.")
            .Refuses(404, 409);
    }

    private static Task<Results<Accepted<DocumentAnswer>, Ok<DocumentAnswer>, ProblemHttpResult>> AddAsync(
        HttpRequest request,
        DocumentUpload upload,
        Caller caller,
        CancellationToken cancellation,
        [Description("The file's name.")] string? name = null,
        [Description("What you call it; the same source again is the same document (default: the name).")] [MaxLength(2_000)] string? source = null,
        [FromQuery, Description("What searches may be narrowed down by.")] string[]? tags = null,
        [FromQuery, Description("Who may read it, by name of user or key; left out: everybody of the tenant.")] string[]? readers = null,
        [FromHeader(Name = "Idempotency-Key"), Description("The same key and request again is the same request.")] string? idempotencyKey = null)
        => upload.TakeInAsync(request, new(name, source, tags, readers, idempotencyKey), DocumentReach.Of(caller), cancellation);

    private static async Task<Ok<IReadOnlyList<DocumentAnswer>>> ListAsync(
        DocumentStore store, Caller caller, CancellationToken cancellation,
        [Description("Only documents with this tag.")] string? tag = null,
        [Description("Only documents in this state.")] DocumentState? state = null,
        [Description("At most so many."), Range(1, MostListed)] int limit = 100)
    {
        var reach = DocumentReach.Of(caller);
        var all = await store.ListAsync(reach.Tenant, cancellation);
        return TypedResults.Ok<IReadOnlyList<DocumentAnswer>>(
        [
            .. all.Where(document => document.IsFor(reach.Names) && (tag is null || document.Tags.Contains(tag)) && (state is null || document.State == state))
                .Take(limit).Select(document => DocumentAnswer.Of(document, all.Where(other => other.KeptBy == document.Id && other.IsFor(reach.Names)).Select(other => other.Source))),
        ]);
    }

    private static async Task<Results<Ok<DocumentAnswer>, ProblemHttpResult>> FindAsync(string id, DocumentStore store, Caller caller, CancellationToken cancellation)
    {
        var reach = DocumentReach.Of(caller);
        if (!(await reach.FindAsync(store, id, cancellation)).Succeeded(out var document, out var fault)) return Refusal.Of(fault);
        var further = (await store.KeptByAsync(reach.Tenant, id, cancellation)).Where(other => other.IsFor(reach.Names)).Select(other => other.Source);
        return TypedResults.Ok(DocumentAnswer.Of(document, further, await store.VersionsAsync(id, cancellation)));
    }

    private static async Task<Results<Ok<TextAnswer>, ProblemHttpResult>> TextAsync(
        string id, string hash, DocumentStore store, Caller caller, CancellationToken cancellation)
    {
        if (!(await DocumentReach.Of(caller).FindAsync(store, id, cancellation)).Succeeded(out var document, out var fault)) return Refusal.Of(fault);
        if (document.DeletedAt is { } deleted) return Refusal.Of(Fault.NotFound("document-deleted", $"The document was deleted on {deleted:yyyy-MM-dd}; its text is erased."));
        return (await store.VersionsAsync(id, cancellation)).FirstOrDefault(version => version.Hash == hash) is { } found && await store.TextAsync(id, hash, cancellation) is { } text
            ? TypedResults.Ok(new TextAnswer(id, hash, found.Title, found.AsOf, text.Text, text.Blocks, found.Report.Flags))
            : Refusal.Of(Fault.NotFound("version-unknown", $"Document '{id}' has no version '{hash}'."));
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> FileAsync(
        string id, DocumentStore store, DocumentFiles files, Caller caller, CancellationToken cancellation)
    {
        if (!(await DocumentReach.Of(caller).FindAsync(store, id, cancellation)).Succeeded(out var document, out var fault)) return Refusal.Of(fault);
        var path = files.PathOf(id, document.FileHash);
        if (document.DeletedAt is not null || !File.Exists(path)) return Refusal.Of(Fault.NotFound("document-deleted", "The document was deleted; its file is erased."));
        var isPdf = (await store.VersionsAsync(id, cancellation)).Any(version => version.FileHash == document.FileHash && version.Kind == "pdf");
        // What a browser would run or draw is never given as what it is.
        return TypedResults.PhysicalFile(path, isPdf ? "application/pdf" : "application/octet-stream", isPdf ? null : document.Name, enableRangeProcessing: true);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, DocumentStore store, DocumentStage stage, JobDesk desk, Caller caller, CancellationToken cancellation)
    {
        var reach = DocumentReach.Of(caller);
        if (!(await reach.FindAsync(store, id, cancellation)).Succeeded(out var document, out var fault)) return Refusal.Of(fault);
        if (document is { HasEnded: false, JobId: { } job }) await desk.CancelAsync(job, cancellation);
        return (await stage.DeleteAsync(reach.Tenant, id, cancellation)).Succeeded(out _, out fault) ? TypedResults.NoContent() : Refusal.Of(fault);
    }

    private static async Task<Results<Accepted<DocumentAnswer>, ProblemHttpResult>> RetryAsync(
        string id, DocumentStore store, DocumentStage stage, DocumentUpload upload, Caller caller, CancellationToken cancellation)
    {
        var reach = DocumentReach.Of(caller);
        if (!(await reach.FindAsync(store, id, cancellation)).Succeeded(out _, out var fault)) return Refusal.Of(fault);
        if (!(await stage.RetryAsync(reach.Tenant, id, cancellation)).Succeeded(out var document, out fault)) return Refusal.Of(fault);
        return await upload.SubmitAsync(document, cancellation) is { } notSubmitted
            ? Refusal.Of(notSubmitted)
            : TypedResults.Accepted($"/v1/documents/{id}", DocumentAnswer.Of((await store.FindAsync(reach.Tenant, id, cancellation))!));
    }

    private static async Task<Results<Ok<DocumentAnswer>, ProblemHttpResult>> CancelAsync(
        string id, DocumentStore store, DocumentStage stage, JobDesk desk, Caller caller, CancellationToken cancellation)
    {
        var reach = DocumentReach.Of(caller);
        if (!(await reach.FindAsync(store, id, cancellation)).Succeeded(out _, out var fault)) return Refusal.Of(fault);
        if (!(await stage.CancelAsync(reach.Tenant, id, cancellation)).Succeeded(out var document, out fault)) return Refusal.Of(fault);
        if (document.JobId is { } job) await desk.CancelAsync(job, cancellation);
        return TypedResults.Ok(DocumentAnswer.Of(document));
    }

    private static async Task<Ok<IReadOnlyList<PassageAnswer>>> SearchAsync(
        [Description("The question or the words.")] [Required, MaxLength(LongestQuery)] string q,
        IPassageIndex index,
        Caller caller,
        CancellationToken cancellation,
        [Description("At most so many passages."), Range(1, MostFound)] int top = 10,
        [FromQuery, Description("Only documents with one of these tags.")] string[]? tags = null)
    {
        var reach = DocumentReach.Of(caller);
        var found = await index.SearchAsync(new(reach.Tenant, q, top) { Readers = reach.Names, Tags = tags ?? [] }, cancellation);
        return TypedResults.Ok<IReadOnlyList<PassageAnswer>>([.. found.Select(Of)]);
    }

    private static PassageAnswer Of(FoundPassage found) => new(
        found.Version.DocumentId, found.Version.VersionHash, found.Version.Title, found.Version.AsOf, found.Passage.Page, found.Passage.HeadingPath, found.Passage.Start,
        found.Passage.Length, found.Passage.Text, found.Score, found.RankedBy, found.RankFault);
}
