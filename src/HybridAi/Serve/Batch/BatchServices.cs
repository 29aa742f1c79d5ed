using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Serve.Batch;

/// <summary>Files answered whole, as services.</summary>
internal static class BatchServices
{
    public static IServiceCollection AddBatch(this IServiceCollection services) => services.AddSingleton<BatchStore>().AddSingleton<BatchStage>();
}
