using HybridAi.Documents.Ingestion.Readers;
using HybridAi.Documents.Retrieval;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Documents.Ingestion;

/// <summary>Taking documents in.</summary>
public static class DocumentServices
{
    /// <summary>Adds readers, store and stage. The watch over folders is registered and not started: a host that is to keep it adds it to its hosted services.</summary>
    /// <remarks>The passage index that was added before is made to follow the documents.</remarks>
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
        .FollowDocuments()
        .AddSingleton<DocumentStage>()
        .AddSingleton<UrlFetch>()
        .AddSingleton<FolderWatch>();

    private static IServiceCollection FollowDocuments(this IServiceCollection services)
    {
        var index = services.Last(service => service.ServiceType == typeof(IPassageIndex));
        var make = index.ImplementationFactory ?? throw new InvalidOperationException("The passage index is added by a function that makes it.");
        services.Remove(index);
        return services
            .AddSingleton(provider => new Followed((IPassageIndex)make(provider)))
            .AddSingleton(provider => new PassageIndexFeed(
                provider.GetRequiredService<Followed>().Index, provider.GetRequiredService<DocumentStore>(), provider.GetRequiredService<DocumentSource>(),
                Path.Combine(Settings(provider).DataDirectory, "passages")))
            .AddSingleton<IPassageIndex>(provider => new FollowingPassageIndex(
                provider.GetRequiredService<Followed>().Index, provider.GetRequiredService<PassageIndexFeed>()));
    }

    private static HybridAiOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value;

    // The index itself, for those alone who let it follow.
    private sealed record Followed(IPassageIndex Index);
}
