using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HybridAi.Api.Edge;
using HybridAi.Documents.Ingestion;
using HybridAi.Jobs;
using HybridAi.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HybridAi.Api;

/// <summary>What a request to take a document in says beside the document, in its address.</summary>
internal sealed record DocumentHints(string? Name, string? Source, string[]? Tags, string[]? Readers, string? IdempotencyKey);

/// <summary>Takes a document out of a request and hands it in, once for each idempotency key.</summary>
internal sealed class DocumentUpload(
    DocumentStage stage, DocumentStore store, DocumentOptions documents, HybridAiOptions options, UrlFetch fetch, JobDesk desk, IOptions<JsonOptions> json)
{
    private const long MaxJsonBytes = 32L * 1024 * 1024;
    private const int LongestKey = 200;

    public async Task<Results<Accepted<DocumentAnswer>, Ok<DocumentAnswer>, ProblemHttpResult>> TakeInAsync(
        HttpRequest request, DocumentHints hints, DocumentReach reach, CancellationToken cancellation)
    {
        if (hints.IdempotencyKey is { Length: 0 or > LongestKey }) return Bad("idempotency-key-bad", $"An Idempotency-Key has 1 to {LongestKey} characters.");
        var isJson = request.HasJsonContentType();
        if (!isJson && !request.IsOfType("multipart/form-data") && !request.IsOfType("application/octet-stream"))
            return Refusal.UnsupportedType($"A body of type '{request.ContentType}' is not read here. Known: multipart/form-data, application/octet-stream, application/json.");
        var max = isJson ? Math.Min(MaxJsonBytes, documents.MaxFileBytes) : documents.MaxFileBytes;
        await using var upload = await Upload.ReceiveAsync(request, Path.Combine(options.DataDirectory, "uploads"), max, cancellation);
        if (upload.State == UploadState.TooLarge) return TooLarge(isJson && max == MaxJsonBytes ? Fault.BadInput("file-too-large", $"A JSON body has at most {max:N0} bytes: upload the file instead.") : DocumentFiles.TooLarge(max));
        if (IngestionEndpoints.RefusalOf(upload.State, max) is { } refused) return refused;
        await using var file = File.OpenRead(upload.Path);
        var body = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        file.Position = 0;
        var asked = ContentHash.Of([body, upload.Name ?? "", hints.Name ?? "", hints.Source ?? "", .. hints.Tags ?? [], "", .. hints.Readers ?? []]);
        if (hints.IdempotencyKey is { } key && await store.RequestAsync(reach.Tenant, key, cancellation) is { } before)
        {
            if (before.RequestHash != asked) return Refusal.Of(Fault.Conflict("idempotency-key-reused", "This Idempotency-Key was used for another request.", "Idempotency-Key"));
            return (await reach.FindAsync(store, before.DocumentId, cancellation)).Succeeded(out var same, out var gone) ? TypedResults.Ok(DocumentAnswer.Of(same)) : Refusal.Of(gone);
        }

        var handed = isJson ? await OfJsonAsync(file, hints, reach, cancellation) : await HandInAsync(file, hints.Name ?? upload.Name, hints, reach, cancellation);
        if (!handed.Succeeded(out var document, out var fault)) return fault.Code == "file-too-large" ? TooLarge(fault) : Refusal.Of(fault);
        if (!document.Unchanged && await SubmitAsync(document.Document, cancellation) is { } notSubmitted) return Refusal.Of(notSubmitted);
        if (hints.IdempotencyKey is { } used) await store.AddRequestAsync(reach.Tenant, used, asked, document.Document.Id, cancellation);
        var answer = DocumentAnswer.Of((await store.FindAsync(reach.Tenant, document.Document.Id, cancellation))!);
        return document.Unchanged ? TypedResults.Ok(answer) : TypedResults.Accepted($"/v1/documents/{answer.Id}", answer);
    }

    /// <summary>Hands in the job that takes a document in.</summary>
    public async Task<Fault?> SubmitAsync(StoredDocument document, CancellationToken cancellation)
    {
        var submitted = await desk.SubmitAsync(DocumentJob.LineOf(document.Tenant), DocumentJob.KindName, new DocumentArguments(document.Tenant, document.Id), cancellation);
        if (!submitted.Succeeded(out var job, out var fault)) return fault;
        await store.SetJobAsync(document.Id, job.Id, cancellation);
        return null;
    }

    private static ProblemHttpResult TooLarge(Fault fault) => Refusal.TooLarge(fault.Code, fault.Reason);

    private static ProblemHttpResult Bad(string code, string reason) => Refusal.Of(Fault.BadInput(code, reason));

    private async Task<Outcome<HandedIn>> OfJsonAsync(Stream body, DocumentHints hints, DocumentReach reach, CancellationToken cancellation)
    {
        DocumentRequest? asked;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<DocumentRequest>(body, json.Value.SerializerOptions, cancellation);
        }
        catch (JsonException wrong)
        {
            return JsonProblem.FaultOf(wrong);
        }

        if (asked is null || asked.Text is null == asked.Url is null) return Fault.BadInput("document-missing", "Give either a text or a url.");
        var told = hints with
        {
            Name = asked.Name ?? hints.Name, Source = asked.Source ?? hints.Source ?? asked.Url, Tags = [.. asked.Tags ?? hints.Tags ?? []], Readers = [.. asked.Readers ?? hints.Readers ?? []],
        };
        if (asked.Url is { } url) return await fetch.FetchAsync(url, (content, name, token) => HandInAsync(content, told.Name ?? name, told, reach, token), cancellation);
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(asked.Text!), writable: false);
        return await HandInAsync(text, told.Name, told, reach, cancellation);
    }

    private async Task<Outcome<HandedIn>> HandInAsync(Stream content, string? name, DocumentHints hints, DocumentReach reach, CancellationToken cancellation)
    {
        if (!DocumentName.Of(name).Succeeded(out var clean, out var fault)) return fault;
        var source = hints.Source ?? clean;
        // A source that somebody else has is neither overwritten nor told of.
        if (await store.FindBySourceAsync(reach.Tenant, source, cancellation) is { } other && !other.IsFor(reach.Names))
            return Fault.Conflict("source-taken", "There is a document under this source that you may not change: give another source.", "source");
        return await stage.HandInAsync(new(reach.Tenant, source, clean, hints.Tags ?? [], hints.Readers ?? []), content, cancellation);
    }
}
