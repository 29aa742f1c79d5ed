using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Exchange;

/// <summary>A format in which records and labels go to other tools and come back. Members keep no state.</summary>
public interface IExchangeFormat
{
    /// <summary>The member's name, such as <c>label-studio</c>.</summary>
    string Name { get; }

    /// <summary>The media type of one file.</summary>
    string ContentType { get; }

    /// <summary>The ending of a file's name, with its dot; null where an export is a folder.</summary>
    string? Extension { get; }

    /// <summary>What such an export of this project can't hold, for a person; empty where it holds all.</summary>
    IReadOnlyList<string> NotHeld(Project project, ExportSelection selection);

    /// <summary>Writes the content as it is read, never all of it in memory.</summary>
    Task WriteAsync(ExportContent content, IExportTarget target, CancellationToken cancellation);

    /// <summary>Opens what is to be imported, or says why it is no file of this format.</summary>
    Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(ImportRequest request, Project project, IngestionOptions bounds, CancellationToken cancellation);
}

/// <summary>What an export holds.</summary>
/// <param name="Project">The project as it stands.</param>
/// <param name="Selection">What there is a row for.</param>
/// <param name="Items">The rows; may be read several times.</param>
public sealed record ExportContent(ProjectVersion Project, ExportSelection Selection, IAsyncEnumerable<ExchangeItem> Items)
{
    /// <summary>Told how many rows are written so far.</summary>
    public IProgress<long>? Progress { get; init; }
}

/// <summary>What is to be imported.</summary>
/// <param name="Path">The file or, where the format has one, the folder.</param>
/// <param name="Name">The name under which records remember it.</param>
/// <param name="Annotator">Whose labels they are where the file doesn't say; null: such labels are rejected.</param>
public sealed record ImportRequest(string Path, string Name, string? Annotator = null);
