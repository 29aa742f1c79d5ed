using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using HybridAi.Api.Access;
using HybridAi.Api.Edge;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Ingestion.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>Pages of PDF documents, as they look.</summary>
internal static class DocumentPageEndpoints
{
    public static void MapDocumentPages(this RouteGroupBuilder documents)
    {
        documents.MapGet("/{id}/pages/{page}", PictureAsync)
            .WithSummary("See a page of a PDF")
            .WithDescription("As PNG, its longer side 1,600 pixels. 404 page-not-drawn: the document is no PDF; 503 pdf-reader-missing: the server lacks poppler-utils.")
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .Refuses(404, 503);

        documents.MapGet("/{id}/pages/{page}/boxes", BoxesAsync)
            .WithSummary("Find a span of the text on a page of a PDF")
            .WithDescription("A box for each line of it, in shares of the page's width and height; none where it does not stand there on end.")
            .Refuses(404, 503);
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> PictureAsync(
        string id, int page, DocumentStore store, DocumentPages pages, Caller caller, HttpContext context,
        [Description("Hash of the version.")] [Required, MaxLength(100)] string version,
        CancellationToken cancellation)
    {
        if (!(await LivingAsync(id, store, caller, cancellation)).Succeeded(out _, out var fault)) return Refusal.Of(fault);
        if (!(await pages.PictureAsync(id, version, page, cancellation)).Succeeded(out var path, out fault)) return Refusal.Of(fault);
        // Whoever loses the right to read it must not see it much longer.
        context.Response.Headers.CacheControl = "private, max-age=300";
        return TypedResults.PhysicalFile(path, "image/png");
    }

    private static async Task<Results<Ok<PageBoxesAnswer>, ProblemHttpResult>> BoxesAsync(
        string id, int page, DocumentStore store, DocumentPages pages, Caller caller,
        [Description("Hash of the version.")] [Required, MaxLength(100)] string version,
        [Description("Where the span begins in the version's text, in UTF-16 units.")] int start,
        [Description("Where it ends.")] int end,
        CancellationToken cancellation)
    {
        if (!(await LivingAsync(id, store, caller, cancellation)).Succeeded(out _, out var fault)) return Refusal.Of(fault);
        return (await pages.FindAsync(id, version, page, start, end, cancellation)).Succeeded(out var boxes, out fault)
            ? TypedResults.Ok(new PageBoxesAnswer(id, version, page, boxes))
            : Refusal.Of(fault);
    }

    private static async Task<Outcome<StoredDocument>> LivingAsync(string id, DocumentStore store, Caller caller, CancellationToken cancellation)
        => (await DocumentReach.Of(caller).FindAsync(store, id, cancellation)).Then<StoredDocument>(document => document.DeletedAt is { } deleted
            ? Fault.NotFound("document-deleted", $"The document was deleted on {deleted:yyyy-MM-dd}; its file is erased.")
            : document);
}

/// <summary>Where a span stands on a page.</summary>
/// <param name="Document">The document.</param>
/// <param name="Version">Its version.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Boxes">A box for each line of it; empty where it does not stand there on end.</param>
public sealed record PageBoxesAnswer(string Document, string Version, int Page, IReadOnlyList<PageBox> Boxes);
