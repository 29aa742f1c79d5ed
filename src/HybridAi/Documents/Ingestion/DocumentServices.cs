using HybridAi.Documents.Ingestion.Pages;
using HybridAi.Documents.Ingestion.Readers;
using HybridAi.Documents.Retrieval;
using HybridAi.Documents.Retrieval.Ranking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridAi.Documents.Ingestion;

/// <summary>Taking documents in.</summary>
public static class DocumentServices
{
    /// <summary>Adds readers, store and stage. The watch over folders is registered and not started: a host that is to keep it adds it to its hosted services.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services) => services
        .AddSingleton(provider => Settings(provider).Documents)
        .AddSingleton<IDocumentReader, PdfReader>()
        .AddSingleton<IDocumentReader, DocxReader>()
        .AddSingleton<IDocumentReader, PptxReader>()
        .AddSingleton<IDocumentReader, XlsxReader>()
        .AddSingleton<IDocumentReader, HtmlReader>()
        .AddSingleton<IDocumentReader, MarkdownReader>()
        .AddSingleton<IDocumentReader, PlainTextReader>()
        .AddSingleton<IDocumentReader, CsvReader>()
        .AddSingleton<IDocumentReader, EmailReader>()
        .AddSingleton<DocumentReaders>()
        .AddSingleton(provider => new PassageSplitter(Settings(provider).Documents.MinPassageCharacters, Settings(provider).Documents.MaxPassageCharacters))
        .AddSingleton(provider => new DocumentFiles(Path.Combine(Settings(provider).DataDirectory, "documents")))
        .AddSingleton<DocumentStore>()
        .AddSingleton<DocumentSource>()
        .AddSingleton<IPassageSource>(provider => provider.GetRequiredService<DocumentSource>())
        .AddSingleton(provider => new PassageIndexFeed(
            provider.GetRequiredService<ChosenPassageIndex>().Index, provider.GetRequiredService<DocumentStore>(), provider.GetRequiredService<DocumentSource>(),
            Path.Combine(Settings(provider).DataDirectory, "passages"), provider.GetRequiredService<ILogger<PassageIndexFeed>>()))
        .AddSingleton(provider => RankingServices.Ranked(provider, new FollowingPassageIndex(
            provider.GetRequiredService<ChosenPassageIndex>().Index, provider.GetRequiredService<PassageIndexFeed>(), provider.GetRequiredService<ILogger<FollowingPassageIndex>>())))
        .AddSingleton<DocumentStage>()
        .AddSingleton<DocumentPages>()
        .AddSingleton<UrlFetch>()
        .AddSingleton<FolderWatch>();

    private static HybridAiOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value;
}
