using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HybridAi.Serve.Chat;

/// <summary>Conversations over documents, as services.</summary>
internal static class ChatServices
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IOptions<HybridAiOptions>>().Value.Chat)
        .AddSingleton<ConversationStore>()
        .AddSingleton<RatedSearches>()
        .AddSingleton<AnswerRoutes>()
        .AddSingleton<ChatStage>()
        .AddSingleton<AnswerRouteStage>();
}
