using System.IO.Compression;
using HybridAi.Curate.Exchange;

namespace HybridAi.Api;

/// <summary>An export on its way to the caller, written as it is read: a file, or a zip of the folder.</summary>
internal sealed class ExportResult(IExchangeFormat format, ExportContent content) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, project) = (httpContext.Response, content.Project.Definition);
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{project.Name}-{content.Selection.ToString().ToLowerInvariant()}{format.Extension ?? ".zip"}\"";
        if (format.NotHeld(project, content.Selection) is { Count: > 0 } lacks) response.Headers["X-HybridAi-Not-Held"] = string.Join(" ", lacks);
        if (format.Extension is not null)
        {
            await format.WriteAsync(content, new StreamTarget(response.Body), httpContext.RequestAborted);
            return;
        }

        await using var archive = await ZipArchive.CreateAsync(
            new LeftOpenStream(response.Body), ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, httpContext.RequestAborted);
        await format.WriteAsync(content, new ZipTarget(archive), httpContext.RequestAborted);
    }
}
