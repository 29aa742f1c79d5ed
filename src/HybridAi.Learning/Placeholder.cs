namespace HybridAi; internal static class Placeholder;
