using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Curate.Exchange;

/// <summary>Records and labels out to other tools and back in.</summary>
public static class ExchangeServices
{
    /// <summary>Adds the stage. One more format is one more <see cref="IExchangeFormat"/>.</summary>
    public static IServiceCollection AddExchange(this IServiceCollection services) => services
        .AddSingleton<IExchangeFormat, JsonLinesFormat>()
        .AddSingleton<IExchangeFormat, CsvFormat>()
        .AddSingleton<IExchangeFormat, LabelStudioFormat>()
        .AddSingleton<IExchangeFormat, DoccanoFormat>()
        .AddSingleton<IExchangeFormat, HuggingFaceFormat>()
        .AddSingleton<ExchangeFamily>()
        .AddSingleton<ExportSource>()
        .AddSingleton<ImportedReview>()
        .AddSingleton<ImportStore>()
        .AddSingleton<ImportStage>();
}
